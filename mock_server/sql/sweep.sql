-- Rows of merchants that were reset or deleted, when the mock stopped before the last of them was gone:
-- their accounts are nobody's.
BEGIN;
DELETE FROM account WHERE merchant = 0;
DELETE FROM trade WHERE account NOT IN (SELECT id FROM account);
DELETE FROM attempt WHERE merchant NOT IN (SELECT id FROM merchant);
DELETE FROM notification WHERE merchant NOT IN (SELECT id FROM merchant);
DELETE FROM auth_code WHERE merchant NOT IN (SELECT id FROM merchant);
COMMIT;
