"""What the catalog says about rights. Lists come from here, so that what is new is covered the day it appears."""

LOGINS = ("blindmark_candidate", "blindmark_coordination", "blindmark_registrar", "blindmark_review")
API = {"blindmark_candidate": "candidate_api", "blindmark_review": "review_api",
       "blindmark_coordination": "coordination_api", "blindmark_registrar": "registrar_api"}
OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"

ROLES = """
SELECT r.rolname, concat_ws(' ', CASE WHEN rolcanlogin THEN 'login' END, CASE WHEN rolsuper THEN 'SUPERUSER' END,
         CASE WHEN rolinherit THEN 'inherit' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
         CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolreplication THEN 'REPLICATION' END,
         CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
         (SELECT 'member of ' || string_agg(g.rolname, ' ' ORDER BY g.rolname) FROM pg_auth_members m
          JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid)) AS what
FROM pg_roles r WHERE r.rolname !~ '^pg_' AND r.oid <> 10 ORDER BY 1
"""

# kind, name, owner, who may do what with the whole of it (built-in defaults where nothing is stored) and with its columns
OBJECTS = f"""
SELECT o.kind, o.name, o.owner,
       (SELECT jsonb_agg(jsonb_build_array(x.grantee, x.privilege_type)) FROM aclexplode(o.acl) x), o.columns
FROM (
SELECT 'database' AS kind, 'this'::text AS name, datdba AS owner, coalesce(datacl, acldefault('d', datdba)) AS acl,
       NULL::jsonb AS columns
FROM pg_database WHERE datname = current_database()
UNION ALL
SELECT 'schema', n.nspname::text, n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner)), NULL FROM pg_namespace n WHERE {OURS}
UNION ALL
SELECT CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' ELSE 'table' END,
       n.nspname::text || '.' || c.relname, c.relowner,
       coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)),
       (SELECT jsonb_object_agg(a.attname, (SELECT jsonb_agg(jsonb_build_array(x.grantee, x.privilege_type))
                                            FROM aclexplode(a.attacl) x))
        FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND {OURS}
UNION ALL
SELECT 'function', n.nspname::text || '.' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')', p.proowner,
       coalesce(p.proacl, acldefault('f', p.proowner)), NULL
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OURS}
UNION ALL
SELECT 'type', n.nspname::text || '.' || t.typname, t.typowner, coalesce(t.typacl, acldefault('T', t.typowner)), NULL
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype IN ('d', 'e', 'r') AND {OURS}
UNION ALL
SELECT 'default', coalesce(n.nspname::text || ' ', '') || CASE d.defaclobjtype WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
         WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' ELSE 'schemas' END || ' of ' || d.defaclrole::regrole::text,
       d.defaclrole, d.defaclacl, NULL
FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
) o ORDER BY 1, 2
"""


def role_names(connection):
    return {0: "PUBLIC", **dict(connection.execute("SELECT oid, rolname FROM pg_roles").fetchall())}


def by_grantee(pairs, columns, owner):
    """{grantee oid: ["EXECUTE", "SELECT (a, b)", …]} without what the owner has anyway."""
    whole, parts = {}, {}
    for grantee, privilege in pairs or ():
        if int(grantee) != owner:
            whole.setdefault(int(grantee), set()).add(privilege)
    for column, entries in sorted((columns or {}).items()):
        for grantee, privilege in entries:
            parts.setdefault(int(grantee), {}).setdefault(privilege, []).append(column)
    return {grantee: sorted(whole.get(grantee, ()))
            + [f"{privilege} ({', '.join(names)})" for privilege, names in sorted(parts.get(grantee, {}).items())]
            for grantee in whole.keys() | parts.keys()}


def matrix(connection):
    """The whole state of rights as lines of text, the same for the same rights."""
    names = role_names(connection)
    lines = [f"role {name}: {what or 'no login'}" for name, what in connection.execute(ROLES).fetchall()]
    for kind, name, owner, pairs, columns in connection.execute(OBJECTS).fetchall():
        lines.append(f"{kind} {name}: {names[owner]}" if kind != "default" else f"default {name}")
        rights = by_grantee(pairs, columns, owner if kind != "default" else None)
        for grantee in sorted(rights, key=names.__getitem__):
            lines.append(f"  {names[grantee]}: {', '.join(rights[grantee])}")
    return lines


def relations(connection):
    """[(schema, name, kind letter, [columns])] of every relation that is not PostgreSQL's own."""
    return connection.execute(f"""
        SELECT n.nspname, c.relname, c.relkind, array_agg(a.attname ORDER BY a.attnum)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND {OURS}
        GROUP BY 1, 2, 3 ORDER BY 1, 2""").fetchall()


def functions(connection):
    """[(schema, name, [argument types])] of every function that is not PostgreSQL's own."""
    return connection.execute(f"""
        SELECT n.nspname, p.proname,
               ARRAY(SELECT format_type(t.oid, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY AS a (oid, place)
                     JOIN pg_type t ON t.oid = a.oid ORDER BY a.place)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE {OURS} AND p.prokind IN ('f', 'p') AND p.prorettype <> 'trigger'::regtype ORDER BY 1, 2""").fetchall()
