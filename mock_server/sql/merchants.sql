SELECT id, app_code, client_key, notify_url, features, is_builtin, pay_types, currencies, frozen,
       clock, full_refund_only, notify_key
FROM merchant ORDER BY id
