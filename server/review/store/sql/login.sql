SELECT outcome, account, association, rights, associations FROM review_api.login($1)
