"""Miniature Vosk models, made on one machine from synthetic voices.

Nothing here imports Kaldi. Writing a model folder needs numpy and the OpenFst tools; training one also needs what
`requirements.txt` lists.
"""
