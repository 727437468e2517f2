UPDATE merchant SET client_key = ?2, notify_url = ?3, real_name = ?4, is_builtin = ?5,
       pay_types = ?6, currencies = ?7, frozen = ?8, clock = ?9
WHERE id = ?1
