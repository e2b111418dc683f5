"""policy-kg: knowledge graphs from Chinese official news, with the sentence behind every fact."""

__version__ = "0.1.0"
