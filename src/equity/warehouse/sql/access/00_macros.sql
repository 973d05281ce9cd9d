-- exact_sum: a sum that neither the order of the rows nor the number of threads can change by a bit: of whole numbers of
-- 1e-18, exact up to 1e20. exact_sum_in: the same in steps of 1 / scale, at half the cost; every term must be below 2^63 / scale.
CREATE OR REPLACE TEMP MACRO exact_sum(term) AS sum(CAST(term * 1e18 AS HUGEINT)) / 1e18;

-- whole_sum: the whole number of 1e-18 behind exact_sum. Whole sums of parts of a country (tiles) add up to that of all of it;
-- whole(total) is the number it stands for.
CREATE OR REPLACE TEMP MACRO whole_sum(term) AS CAST(sum(CAST(term * 1e18 AS HUGEINT)) AS DECIMAL(38, 0));
CREATE OR REPLACE TEMP MACRO whole(total) AS CAST(total AS HUGEINT) / 1e18;

CREATE OR REPLACE TEMP MACRO exact_sum_in(term, scale) AS sum(CAST(term * scale AS BIGINT)) / scale;

-- weighted_sum, weighted_sum_in: exact_sum and exact_sum_in of weight · term over pairs. In a flat run every weight is 1, and the whole
-- number of the term itself (steps, steps_in) is added up: it need not be worked out again for each pair.
CREATE OR REPLACE TEMP MACRO steps(term) AS CAST(term * 1e18 AS HUGEINT);
CREATE OR REPLACE TEMP MACRO steps_in(term, scale) AS CAST(term * scale AS BIGINT);
CREATE OR REPLACE TEMP MACRO weighted_sum(weight, term, term_steps) AS
    sum(CASE WHEN getvariable('run').flat THEN term_steps ELSE steps(weight * term) END) / 1e18;
CREATE OR REPLACE TEMP MACRO weighted_sum_in(weight, term, term_steps) AS
    sum(CASE WHEN getvariable('run').flat THEN term_steps ELSE steps_in(weight * term, getvariable('run').scale) END) / getvariable('run').scale;

-- in_doubt: a term of the ends of a result, nothing in a run without intervals: both ends are then the value itself.
CREATE OR REPLACE TEMP MACRO in_doubt(term) AS CASE WHEN getvariable('run').exact THEN NULL ELSE term END;

-- at_least_0: greatest(0, x) to the last bit, at a fraction of its cost over many rows.
CREATE OR REPLACE TEMP MACRO at_least_0(x) AS (x + abs(x)) / 2;

-- tilted: people to add at a point whose non-local residents need the service `ratio` times as often as residents do.
CREATE OR REPLACE TEMP MACRO tilted(ratio, tilt) AS (coalesce(ratio, 1) - 1) * tilt;

-- adequacy: k = min(1, A / q). Where nothing is to be had it is 0, even under a standard of 0.
CREATE OR REPLACE TEMP MACRO adequacy(score, q) AS CASE WHEN score > 0 THEN least(1.0, score / q) ELSE 0.0 END;

-- most_of: the most that a·x + b·y can be with x up to x_up (down to -x_down), y alike, and x + y up to sum_up: how many people
-- more a point can have that holds the share a of one group and b of the other, when the sum of both groups is known as well.
CREATE OR REPLACE TEMP MACRO most_of(a, b, x_up, y_up, x_down, y_down, sum_up) AS
    CASE WHEN a >= b THEN a * least(x_up, sum_up + y_down) + b * least(y_up, sum_up - least(x_up, sum_up + y_down))
         ELSE b * least(y_up, sum_up + x_down) + a * least(x_up, sum_up - least(y_up, sum_up + x_down)) END;
