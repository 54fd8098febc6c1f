"""Between server and browser: slots out, commands in, how fast it goes, plots made when they are looked at."""
