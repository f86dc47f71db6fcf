"""Tests of bot.newsroom."""
