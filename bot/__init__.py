"""The doors for people: webhook, worker, chat flows, words and cards, pages, command line."""
