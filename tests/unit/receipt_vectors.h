/* Made by test_receipt_vectors.py from hashlib and OpenSSL; BM_UPDATE=1 makes it anew. */
#ifndef BM_TEST_RECEIPT_VECTORS_H
#define BM_TEST_RECEIPT_VECTORS_H

/* leaves "leaf 0", "leaf 1", ...: the root, and SHA-256 over all paths one after the other */
static const struct { uint32_t count; const char *root, *paths; } vector_trees[] = {
  { 0, "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" },
  { 1, "G7l9zCFjXUfiZj79_QoXRobZjdcBNS3SzQbotD_T0wU", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" },
  { 2, "_F9riP-FVPdbsvnm85wxsZNtRLaSdu33sSBalVuXYeM", "hcA4cW7GEnqvk_4df6_yGUs2cSBal2X4ftx-NACTomE" },
  { 3, "1Pksj7uJcg6ztVZ3x9fvrd_rENEaGoSguo8aIzN_qpU", "Mp00tUAPXFosgMvnhuIzwlcTWbx_Zy58sKlWN2J8-XA" },
  { 4, "T2MQhKFXxU9U_Psj_164ZQxLoWDClbsTqYMrEJ1SZ34", "PNH4B5vx6nAmXU7lfpjk6TNJlktbyqanYF4-wAEVQOU" },
  { 5, "NBUVmC1lDiNSDb1U1_zwr6G3DMOhakEdRk3JwayWwwE", "5hF2tj4Lq1SLB9-mgK3E82e2QxcyZrBZmvB7hBCdfwA" },
  { 6, "g2PDghzkHrtGIiEWpCzIPbp1OYSyPPyiaqrQpoZzNuo", "i2J5tItY4JCg_fzlAfwy0YDnUfBVqEtH3raW2ZKsnFs" },
  { 7, "WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg", "wZylgo3soap_rqseFPpHc9Lo7-X1RPZdEn-dfoOdzn8" },
  { 8, "xcLIIO00L92ozolra5z1uMAKIcxLIHFMxuXTwFw1JAs", "9bZ5vSRplN33bNDLrJW1iQEGM1vVwOSufxiyOd16CKA" },
  { 9, "dEfK3Ghisw3tyyjEsymQk2azvTOPapD--tzEsqiiuUg", "ueQ6R3KIqprFIpNNRS7jrxUQHMq-X63CGYM6KgrXFDI" },
  { 13, "z5tMKkSnyqci1dVI7mT_kKEZsMMaysNETcWDAAo508o", "am23b2vBhkel3k9TJ1QwHfTYtxZNwMOa1GKyfrzqGO4" },
  { 64, "8mHiNpLZeP2sP9lJ21SVlApDeuZxuabd6aphGNADZS8", "TDMHgsdQCiW3XW1sjoycpzIcgplJkaZ55n9c7I8E_KY" },
  { 65, "o4KbRTCK3aUFHFLCd3VqMyLKj3XEGsI7Oyo2s5z46W0", "K6QqCsxQkJgIOtgD_mR_ZXS8JEaVhhMyTGojY2uc5OY" },
  { 300, "56_ILTiUT8eTBUUygJHUWCMojB9zTL2sBjlnE-vUtdU", "F5aInaD2xcgaGDsTqip8n_oc8rtZ_DwPIkC3C4IpvVY" },
  { 1000, "L_M_udjxT4nKMGKJYzM2oWj_P0Uy6PdBoAGdy0wdYKE", "c-mskoeW3BltjPaICE9xpg8amrG7VFbQIuzeSVXR3VM" },
};

static const char *const vector_receipts[] = {
  "{\"version\":1,\"kind\":\"save\",\"session\":\"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0\",\"ref\":\"item.7\",\"epoc"
  "h\":1,\"sequence\":12,\"digest\":\"v6caYY1vIRL02CLeZVf3GpMBwjYHvwLQPeCFomepwy8\",\"time_us\":179000000012"
  "3456,\"index\":0,\"count\":5,\"path\":[\"_8s-3OGjo6BiHbfdrgLDnZs-tdFLdS5-6jVZaCiv7qQ\",\"SZ_B-gwp_AZoMddl"
  "Hnh7dq4lqn3ix_DyRmPqxuO9_Fo\",\"UgCnennZUzuxIW2KI_y7_ksgBlhHriItKeShCQn6zNY\"],\"signature\":\"NpNCnPv"
  "9QhZnqDM7eq70yUcDyIgW2nlrepoecFxCN31G_DL_4wPIgMyi-YpcdjP1iuvUiLzBoJmAWAxJxAgRBg\"}",
  "{\"version\":1,\"kind\":\"save\",\"session\":\"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0\",\"ref\":\"item.60\",\"epo"
  "ch\":1,\"sequence\":13,\"digest\":\"D0ZRaLM3UgydaZ3gkK4wPucWmXdtxPFllwzmiIdaRT8\",\"time_us\":17900000010"
  "00000,\"index\":1,\"count\":5,\"path\":[\"6VFN2ujCHSry66CKRLnAXLKc5eVHdDHxVhhmXp67ILU\",\"SZ_B-gwp_AZoMdd"
  "lHnh7dq4lqn3ix_DyRmPqxuO9_Fo\",\"UgCnennZUzuxIW2KI_y7_ksgBlhHriItKeShCQn6zNY\"],\"signature\":\"NpNCnP"
  "v9QhZnqDM7eq70yUcDyIgW2nlrepoecFxCN31G_DL_4wPIgMyi-YpcdjP1iuvUiLzBoJmAWAxJxAgRBg\"}",
  "{\"version\":1,\"kind\":\"save\",\"session\":\"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0\",\"ref\":\"prompt.2.p1\","
  "\"epoch\":2,\"sequence\":1,\"digest\":\"PYepXmv9RiMcRLMY5CFLG3u56k9iGwwJQAPcr2Z73D8\",\"time_us\":0,\"index"
  "\":2,\"count\":5,\"path\":[\"wwAQH487VqEuFfq8P6MaLWdxXogwLfFrAawq9-5z1TY\",\"YFFMlGTBojcNx4kNMfLjoZ21KQT"
  "zkDFLWFyEgdL0fJY\",\"UgCnennZUzuxIW2KI_y7_ksgBlhHriItKeShCQn6zNY\"],\"signature\":\"NpNCnPv9QhZnqDM7eq"
  "70yUcDyIgW2nlrepoecFxCN31G_DL_4wPIgMyi-YpcdjP1iuvUiLzBoJmAWAxJxAgRBg\"}",
  "{\"version\":1,\"kind\":\"save\",\"session\":\"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0\",\"ref\":\"choice\",\"epoc"
  "h\":4294967295,\"sequence\":9223372036854775807,\"digest\":\"xaazbyCyDXujutrdJ0guYY9WcbzEf2cwr0mNL0mBD"
  "b4\",\"time_us\":-1,\"index\":3,\"count\":5,\"path\":[\"E8RnPN5HMT5L7jTm8BsRHlbEwXdCHL0nWYPG7KibYu8\",\"YFFM"
  "lGTBojcNx4kNMfLjoZ21KQTzkDFLWFyEgdL0fJY\",\"UgCnennZUzuxIW2KI_y7_ksgBlhHriItKeShCQn6zNY\"],\"signatu"
  "re\":\"NpNCnPv9QhZnqDM7eq70yUcDyIgW2nlrepoecFxCN31G_DL_4wPIgMyi-YpcdjP1iuvUiLzBoJmAWAxJxAgRBg\"}",
  "{\"version\":1,\"kind\":\"save\",\"session\":\"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0\",\"ref\":\"prompt.12.abc"
  "defgh\",\"epoch\":3,\"sequence\":1,\"digest\":\"f7Iwi49mQsRzzZC0X9FdTdDqLksxnimArzMUV9gmZPE\",\"time_us\":9"
  "223372036854775807,\"index\":4,\"count\":5,\"path\":[\"h8N1fC2ILq56xS8fSGbc_qUroCzKzTvDTPS1ofdwckQ\"],\"s"
  "ignature\":\"NpNCnPv9QhZnqDM7eq70yUcDyIgW2nlrepoecFxCN31G_DL_4wPIgMyi-YpcdjP1iuvUiLzBoJmAWAxJxAgRB"
  "g\"}",
};

static const char vector_seal[] =
  "{\"version\":1,\"kind\":\"seal\",\"session\":\"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0\",\"part\":2,\"saves\":5,\""
  "root\":\"xGMw8IcLq6UwS_Y9-yOLN3qu31jYD7fGAK7-jrC1ieg\",\"time_us\":1790000002000001,\"code\":\"EA7M-JYYX"
  "-M041\",\"signature\":\"039IpMmNgMH3g5FUQCmtA4lpBN5XpMSplMxv75xRrwcYEY6Bv1gL-mluZ8wX7lC5qRLiYYcEQ7bu"
  "-NOBAa4jDQ\"}";

/* of a session without a save */
static const char vector_empty_seal[] =
  "{\"version\":1,\"kind\":\"seal\",\"session\":\"00000000-0000-0000-0000-000000000001\",\"part\":1,\"saves\":0,\""
  "root\":\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\",\"time_us\":0,\"code\":\"ESCG-5T9C-79TH\",\"signatu"
  "re\":\"ZpZVNuCDQZJ11KdD0DFxinAqakm2nsPAkHJfNIalm6JJ9KIUR1TRYLc80J4RaKScbeRElF2qdHRomJFiSO7MAQ\"}";

#endif
