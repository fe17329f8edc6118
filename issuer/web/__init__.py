"""HTML: public pages and their forms; no JavaScript, nothing from elsewhere, decides nothing."""
