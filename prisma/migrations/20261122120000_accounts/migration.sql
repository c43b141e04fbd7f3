-- CreateEnum
CREATE TYPE "AccountMatch" AS ENUM ('USER_NAME', 'EMAIL', 'EXTERNAL_ID', 'LOCAL_PART');

-- CreateEnum
CREATE TYPE "AccountMatchState" AS ENUM ('MATCHED', 'AMBIGUOUS', 'NO_MATCH');

-- AlterTable
ALTER TABLE "connections" ADD COLUMN     "assignmentRules" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "devices" ADD COLUMN     "reportedAccount" TEXT;

-- CreateTable
CREATE TABLE "account_matches" (
    "deviceId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "state" "AccountMatchState" NOT NULL,
    "rule" "AccountMatch",
    "candidateIds" UUID[],
    "decidedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_matches_pkey" PRIMARY KEY ("deviceId")
);

-- CreateTable
CREATE TABLE "pending_accounts" (
    "id" BIGSERIAL NOT NULL,
    "resourceType" TEXT NOT NULL,
    "resourceId" UUID NOT NULL,

    CONSTRAINT "pending_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "account_matches_page_idx" ON "account_matches"("connectionId", "deviceId");

-- CreateIndex
CREATE INDEX "account_matches_state_idx" ON "account_matches"("connectionId", "state", "deviceId");

-- CreateIndex
CREATE INDEX "account_matches_candidates_idx" ON "account_matches" USING GIN ("candidateIds");

-- AddForeignKey
ALTER TABLE "account_matches" ADD CONSTRAINT "account_matches_deviceId_fkey" FOREIGN KEY ("deviceId") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Text, because clients of a database do not know arrays of its enums.
ALTER TABLE "connections" ADD CONSTRAINT "connections_assignment_rules_check"
  CHECK ("assignmentRules" <@ enum_range(NULL::"AccountMatch")::text[]);

-- Every change of a person asks for the devices of which they are a candidate: without fastupdate none pays for the writes before it.
ALTER INDEX "account_matches_candidates_idx" SET (fastupdate = off);

-- What is to be spread to devices stands among very many of them at times.
CREATE INDEX "pending_accounts_spread_idx" ON "pending_accounts" ("id") WHERE "resourceType" <> 'Device';

-- The rules are a part of what a connection is; what was observed of it still is not.
DROP TRIGGER "connections_version" ON "connections";
CREATE TRIGGER "connections_version"
  BEFORE UPDATE OF "id", "name", "provider", "assignmentRules", "version", "createdAt", "updatedAt", "updatedBy" ON "connections"
  FOR EACH ROW EXECUTE FUNCTION next_version();

-- What stands before the last @, without regard to case: a quoted local part may have an @ of its own (RFC 5321 §4.1.2). NULL where nothing does.
CREATE FUNCTION local_part(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(regexp_replace(fold($1), '@[^@]*$', ''), '');

-- Those of a userName and of a list of {value}.
CREATE FUNCTION local_parts("userName" text, "emails" jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
  SELECT coalesce(array_agg(DISTINCT "part") FILTER (WHERE "part" IS NOT NULL), '{}')
  FROM (SELECT local_part("name") AS "part" FROM unnest("userName" || folded_values("emails")) AS "names"("name")) AS "parts"
);

-- People by the local parts of accounts, and devices by what is or was said of people.
CREATE INDEX "users_local_parts_idx" ON "users" USING gin (local_parts("userName", "emails")) WITH (fastupdate = off);
CREATE INDEX "devices_reported_account_idx" ON "devices" ((fold("reportedAccount") COLLATE "C"), "connectionId") WHERE "reportedAccount" IS NOT NULL;
CREATE INDEX "devices_reported_local_part_idx" ON "devices" ((local_part("reportedAccount") COLLATE "C"), "connectionId") WHERE "reportedAccount" IS NOT NULL;

-- What the rules have to be asked about again waits for it, together with the line of the change log that tells of it. What they assign themselves is settled.
CREATE FUNCTION await_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "pending_accounts" ("resourceType", "resourceId") VALUES (NEW."resourceType", NEW."resourceId");
  RETURN NULL;
END
$$;

CREATE TRIGGER "changes_of_accounts" AFTER INSERT ON "changes" FOR EACH ROW WHEN (
  NEW."actor" <> 'rule' AND (
    NEW."resourceType" = 'User' AND (NEW."operation" = 'DELETED' OR NEW."attributes" && '{userName,emails,externalId,active}')
    OR NEW."resourceType" = 'Device' AND NEW."attributes" && '{reportedAccount,assignedUserId,assignmentSource}'
    OR NEW."resourceType" = 'Connection' AND NEW."operation" = 'UPDATED' AND NEW."attributes" && '{assignmentRules}')
) EXECUTE FUNCTION await_rules();
