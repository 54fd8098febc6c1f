"""What can be prepared: models, the protocols that suit each, and the numbers that these take."""

from ..physics import MODELS, PROTOCOLS


def recipes() -> dict:
    """Everything that the page's form needs to offer what is possible and to explain it.

    Returns
    -------
    dict
        "models", each with its default density; "protocols", each with its summary, the models that it suits and its
        settings with their bounds and their defaults for each of these models.
    """
    models = [model for model in MODELS.values() if model.dimension == 2]
    return {
        "models": [
            {"key": model.key, "label": model.label, "density": float(f"{model.density:.6g}"), "about": model.reference}
            for model in models
        ],
        "protocols": [_protocol(protocol, models) for protocol in PROTOCOLS.values()],
    }


def _protocol(protocol, models):
    suited = [model for model in models if protocol.suits(model)]
    return {
        "key": protocol.key,
        "label": protocol.label,
        "summary": protocol.summary,
        "models": [model.key for model in suited],
        "settings": [_setting(name, setting, suited) for name, setting in protocol.parameters.items()],
    }


def _setting(name, setting, models):
    return {
        "name": name,
        "label": setting.label,
        "unit": setting.unit,
        "summary": setting.summary,
        "low": setting.low,
        "high": setting.high,
        "defaults": {model.key: float(setting.default(model)) for model in models},
    }
