/* Quantiles of Student's t and of F, for the intervals of core/agreement.h. Worked out here because the library that has them is
   under another licence than this program. Source: NIST Digital Library of Mathematical Functions, 8.17 (incomplete beta function:
   symmetry 8.17.4, continued fraction 8.17.22), evaluated by Lentz's method as modified by Thompson and Barnett (1986). */
#ifndef BM_DISTRIBUTION_H
#define BM_DISTRIBUTION_H

#include "attrs.h"

#define NORMAL_QUANTILE_975 1.959963984540054

/* The value below which this share of the distribution lies. 0 < share < 1, freedom > 0 (need not be whole); relative error
   below 1e-9 for degrees of freedom from 0.05 to 100,000. */
double t_quantile (double share, double freedom) BM_MUST_USE;
double f_quantile (double share, double freedom_above, double freedom_below) BM_MUST_USE;

#endif
