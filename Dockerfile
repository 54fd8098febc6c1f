# The page in a container: docker build -t glasscope .
#                          docker run --rm -p 5006:5006 --read-only --tmpfs /tmp --memory 4g glasscope
# Kernels are compiled as the image is built, for x86-64-v3 (engine/_processor.py); elsewhere at each start.
FROM python:3.11-slim-bookworm

WORKDIR /opt/glasscope
COPY constraints.txt pyproject.toml setup.py README.md LICENSE ./
COPY engine engine
COPY dashboard dashboard
COPY assets assets
RUN pip install --no-cache-dir -c constraints.txt setuptools \
    && pip install --no-cache-dir --no-build-isolation -c constraints.txt . \
    && rm -rf /opt/glasscope/*

RUN python -m glasscope.dashboard.ahead

# nothing of it belongs to who runs it, and nothing has to be written
USER nobody
ENV PYTHONDONTWRITEBYTECODE=1 MPLCONFIGDIR=/tmp
EXPOSE 5006
ENTRYPOINT ["glasscope", "serve", "--address", "0.0.0.0", "--no-browser"]
