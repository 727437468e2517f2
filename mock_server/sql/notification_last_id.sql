SELECT ifnull(max(id), 0), (SELECT ifnull(max(id), 0) FROM attempt) FROM notification
