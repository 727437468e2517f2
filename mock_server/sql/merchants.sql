SELECT id, app_code, client_key, notify_url, real_name, is_builtin, pay_types, currencies, frozen,
       clock
FROM merchant ORDER BY id
