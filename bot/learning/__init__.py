"""Learning from text: features and linear classifiers. Knows nothing of Rasa, of files or of what is learned."""
