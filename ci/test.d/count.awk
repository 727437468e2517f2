# Counts tests in a CTest log (Testing/Temporary/LastTest.log) and prints "PASSED SKIPPED". A cmocka
# program counts with each of its tests, any other program as one.

/^[0-9]+\/[0-9]+ Testing: / { passed = skipped = 0; is_cmocka = 0 }
/^\[  PASSED  \] [0-9]+ test/ { is_cmocka = 1; passed += $4 }
/^\[  SKIPPED \] [0-9]+ test\(s\), listed/ { is_cmocka = 1; skipped += $4 }
/^Test Passed\.$/ { all += is_cmocka ? passed : 1; all_skipped += skipped }
/^Test (Skipped|Not Run)/ { all_skipped += 1 }
END { print all + 0, all_skipped + 0 }
