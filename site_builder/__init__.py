"""site_builder turns Markdown news into the website of a Thai provincial office."""

__version__ = "0.1.0"
