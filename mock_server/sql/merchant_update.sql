UPDATE merchant SET client_key = ?2, notify_url = ?3, features = ?4, is_builtin = ?5,
       pay_types = ?6, currencies = ?7, frozen = ?8, clock = ?9,
       full_refund_only = ?10, notify_key = ?11
WHERE id = ?1
