"""The LLM extractor: prompt → client → answer → grounded record.

Only ``llm.openai`` imports instructor and openai, and it is loaded when a model is first used.
"""
