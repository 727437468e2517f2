SELECT max((SELECT ifnull(max(id), 0) FROM trade),
           (SELECT ifnull(max(ended_by), 0) FROM trade WHERE ended_by > 0))
