"""On PostgreSQL the database itself refuses a deal that is, further up, a part of itself.

Who writes a parent waits for whoever else is writing one: two who each put one deal under the
other would not see each other's. SQLite has one writer at a time; there the forms and the
import, which look all the way up, are the guard. That no deal is its own parent is a constraint.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION deal_parents_make_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('deals_deal.parent_id'));
    IF EXISTS (
        WITH RECURSIVE above AS (
            SELECT id, parent_id FROM deals_deal WHERE id = NEW.parent_id
            UNION
            SELECT deal.id, deal.parent_id FROM deals_deal deal JOIN above ON deal.id = above.parent_id
        )
        SELECT 1 FROM above WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'deal % is, further up, a part of itself', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deal_parents_make_no_circle';
    END IF;
    RETURN NEW;
END
$$
"""
TRIGGER = """
CREATE TRIGGER deal_parents_make_no_circle BEFORE INSERT OR UPDATE OF parent_id ON deals_deal
FOR EACH ROW WHEN (NEW.parent_id <> NEW.id) EXECUTE FUNCTION deal_parents_make_no_circle()
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    # Without parameters, so that a percent sign is one.
    schema_editor.execute(FUNCTION, params=None)
    schema_editor.execute(TRIGGER, params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("DROP TRIGGER deal_parents_make_no_circle ON deals_deal")
    schema_editor.execute("DROP FUNCTION deal_parents_make_no_circle()")


class Migration(migrations.Migration):
    dependencies = [("deals", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
