"""Terminologies of the user's: files of terms, indexed once, that concepts and the hierarchy use from then on.

`sources` reads the files, `forms` says which words are looked for, `build` writes an index, `installed` knows where the
indexes lie, `index` asks one, `finding` puts what they know beside the tables' own mentions, and `kinship` relates
their concepts to the tables'. See docs/design/09-terminologies.md.
"""
