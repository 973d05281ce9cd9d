-- exact_sum: a sum that neither the order of the rows nor the number of threads can change by a bit: of whole numbers of
-- 1e-18, exact up to 1e20. Costs little more than a sum of floating-point numbers and half as much as one of decimals.
CREATE OR REPLACE TEMP MACRO exact_sum(term) AS sum(CAST(term * 1e18 AS HUGEINT)) / 1e18;

-- adequacy: k = min(1, A / q). Where nothing is to be had it is 0, even under a standard of 0.
CREATE OR REPLACE TEMP MACRO adequacy(score, q) AS CASE WHEN score > 0 THEN least(1.0, score / q) ELSE 0.0 END;
