"""What others wrote (registries, corpora, patient records), read into the schema and written back."""
