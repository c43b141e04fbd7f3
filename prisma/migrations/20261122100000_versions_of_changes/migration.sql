-- The version that a group has by now. A function, so that it sees what the statement that calls it has done so far: who has left is counted by then.
CREATE FUNCTION version_of_group("group" uuid) RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN (SELECT "version" FROM "groups" WHERE "id" = "group");
END
$$;
