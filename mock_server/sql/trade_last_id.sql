SELECT max(id) FROM trade
