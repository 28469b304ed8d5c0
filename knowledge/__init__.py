"""The knowledge base: articles about journey mapping, and the search over them."""
