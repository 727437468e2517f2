# Counts tests in a CTest log (Testing/Temporary/LastTest.log) and prints "PASSED SKIPPED". A cmocka
# program counts with each of its tests, qfpay-conform with each case, any other program as one. What
# qfpay-conform skips is not counted: a server without a sandbox is supposed to be asked less.

/^[0-9]+\/[0-9]+ Testing: / { passed = skipped = 0; is_counted = 0 }
/^\[  PASSED  \] [0-9]+ test/ { is_counted = 1; passed += $4 }
/^\[  SKIPPED \] .*[0-9]+ test\(s\), listed/ { is_counted = 1; skipped += $(NF - 3) }
/^[0-9]+ cases: [0-9]+ passed/ { is_counted = 1; passed += $3 }
/^Test Passed\.$/ { all += is_counted ? passed : 1; all_skipped += skipped }
/^Test (Skipped|Not Run)/ { all_skipped += 1 }
END { print all + 0, all_skipped + 0 }
