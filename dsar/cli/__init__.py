"""The front door: arguments in, words or JSON out."""
