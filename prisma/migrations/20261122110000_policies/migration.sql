-- CreateEnum
CREATE TYPE "ListingMode" AS ENUM ('INCLUDE', 'EXCLUDE');

-- CreateEnum
CREATE TYPE "PolicyOperation" AS ENUM ('ENTERED', 'LEFT');

-- AlterTable
ALTER TABLE "changes" ADD COLUMN     "previous" JSONB;

-- AlterTable
ALTER TABLE "policies" ADD COLUMN     "connectionId" UUID,
ADD COLUMN     "listingsVersion" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "policy_listings" (
    "policyId" UUID NOT NULL,
    "resourceType" TEXT NOT NULL,
    "resourceId" UUID NOT NULL,
    "mode" "ListingMode" NOT NULL,
    "listedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_listings_pkey" PRIMARY KEY ("policyId","resourceId","mode")
);

-- CreateTable
CREATE TABLE "policy_references" (
    "id" BIGSERIAL NOT NULL,
    "policyId" UUID NOT NULL,
    "referredPolicyId" UUID,
    "attributeDefinitionId" UUID,
    "factDefinitionId" UUID,
    "resourceType" TEXT,
    "resourceId" UUID,

    CONSTRAINT "policy_references_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_members" (
    "policyId" UUID NOT NULL,
    "resourceType" TEXT NOT NULL,
    "resourceId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_members_pkey" PRIMARY KEY ("policyId","resourceId")
);

-- CreateTable
CREATE TABLE "policy_changes" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "policyId" UUID NOT NULL,
    "policyVersion" INTEGER NOT NULL,
    "resourceType" TEXT NOT NULL,
    "resourceId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "operation" "PolicyOperation" NOT NULL,
    "changeId" BIGINT,

    CONSTRAINT "policy_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pending_changes" (
    "changeId" BIGINT NOT NULL,

    CONSTRAINT "pending_changes_pkey" PRIMARY KEY ("changeId")
);

-- CreateTable
CREATE TABLE "keeper" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "turn" BIGINT NOT NULL DEFAULT 0,
    "sweptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "keeper_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "policy_listings_resource_idx" ON "policy_listings"("resourceId");

-- CreateIndex
CREATE INDEX "policy_references_owner_idx" ON "policy_references"("policyId");

-- CreateIndex
CREATE INDEX "policy_references_policy_idx" ON "policy_references"("referredPolicyId");

-- CreateIndex
CREATE INDEX "policy_references_attribute_idx" ON "policy_references"("attributeDefinitionId");

-- CreateIndex
CREATE INDEX "policy_references_fact_idx" ON "policy_references"("factDefinitionId");

-- CreateIndex
CREATE INDEX "policy_references_resource_idx" ON "policy_references"("resourceId");

-- CreateIndex
CREATE INDEX "policy_members_resource_idx" ON "policy_members"("resourceId");

-- CreateIndex
CREATE INDEX "policy_changes_policy_idx" ON "policy_changes"("policyId", "id");

-- CreateIndex
CREATE INDEX "policy_changes_resource_idx" ON "policy_changes"("resourceId", "id");

-- CreateIndex
CREATE INDEX "policies_page_idx" ON "policies"("connectionId", "id");

-- AddForeignKey
ALTER TABLE "policies" ADD CONSTRAINT "policies_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connections"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_listings" ADD CONSTRAINT "policy_listings_policyId_fkey" FOREIGN KEY ("policyId") REFERENCES "policies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_references" ADD CONSTRAINT "policy_references_policyId_fkey" FOREIGN KEY ("policyId") REFERENCES "policies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_references" ADD CONSTRAINT "policy_references_policy_fkey" FOREIGN KEY ("referredPolicyId") REFERENCES "policies"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_references" ADD CONSTRAINT "policy_references_attribute_fkey" FOREIGN KEY ("attributeDefinitionId") REFERENCES "attribute_definitions"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_references" ADD CONSTRAINT "policy_references_fact_fkey" FOREIGN KEY ("factDefinitionId") REFERENCES "fact_definitions"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

ALTER TABLE "policies"
  ADD CONSTRAINT "policies_users_check" CHECK (jsonb_typeof("users") = 'object'),
  ADD CONSTRAINT "policies_devices_check" CHECK (jsonb_typeof("devices") = 'object');
ALTER TABLE "policy_listings" ADD CONSTRAINT "policy_listings_type_check" CHECK ("resourceType" IN ('User', 'Device'));
ALTER TABLE "policy_references"
  ADD CONSTRAINT "policy_references_one_check" CHECK (num_nonnulls("referredPolicyId", "attributeDefinitionId", "factDefinitionId", "resourceId") = 1),
  ADD CONSTRAINT "policy_references_type_check" CHECK (("resourceId" IS NULL) = ("resourceType" IS NULL));
ALTER TABLE "keeper" ADD CONSTRAINT "keeper_one_check" CHECK ("id" = 1);
INSERT INTO "keeper" DEFAULT VALUES;

-- A policy belongs to the connection that it was made for.
CREATE TRIGGER "policies_home" BEFORE UPDATE OF "connectionId" ON "policies"
  FOR EACH ROW WHEN (NEW."connectionId" IS DISTINCT FROM OLD."connectionId") EXECUTE FUNCTION refuse_change('The connection');

-- The change log as before; each line waits for the kept membership to follow it, and tells what that needs of the resource as it was.
CREATE OR REPLACE FUNCTION log_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  housekeeping CONSTANT text[] := '{id,connectionId,version,membersVersion,listingsVersion,createdAt,updatedAt,updatedBy}';
  empty CONSTANT jsonb[] := '{"null","[]","{}"}';
  resource jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  actor text := resource ->> 'updatedBy';
  names text[] := '{}';
  former jsonb;
BEGIN
  IF TG_OP = 'DELETE' THEN
    actor := coalesce(nullif(current_setting('muster.actor', true), ''), actor);
    former := resource;
  ELSIF TG_OP = 'INSERT' THEN
    SELECT coalesce(array_agg(key ORDER BY key COLLATE "C"), '{}') INTO names FROM jsonb_each(resource)
    WHERE value <> ALL (empty) AND key <> ALL (housekeeping);
  ELSE
    former := to_jsonb(OLD);
    SELECT array_agg(key ORDER BY key COLLATE "C") INTO names
    FROM jsonb_each(resource) AS after JOIN jsonb_each(former) AS before USING (key)
    WHERE after.value <> before.value AND key <> ALL (housekeeping);
    IF names IS NULL THEN
      RETURN NULL;
    END IF;
  END IF;
  WITH "logged" AS (
    INSERT INTO "changes" ("actor", "connectionId", "resourceType", "resourceId", "version", "operation", "attributes", "previous")
    VALUES (
      actor,
      CASE TG_ARGV[0] WHEN 'Connection' THEN resource ->> 'id' ELSE resource ->> 'connectionId' END::uuid,
      TG_ARGV[0],
      (resource ->> 'id')::uuid,
      (resource ->> 'version')::integer,
      CASE TG_OP WHEN 'INSERT' THEN 'CREATED' WHEN 'UPDATE' THEN 'UPDATED' ELSE 'DELETED' END::"ChangeOperation",
      names,
      nullif(jsonb_strip_nulls(jsonb_build_object(
        'externalId', CASE WHEN TG_OP = 'DELETE' OR 'externalId' = ANY (names) THEN former -> 'externalId' END,
        'assignedUserId', CASE WHEN TG_OP = 'DELETE' OR 'assignedUserId' = ANY (names) THEN former -> 'assignedUserId' END)), '{}')
    )
    RETURNING "id"
  )
  INSERT INTO "pending_changes" SELECT "id" FROM "logged";
  RETURN NULL;
END
$$;

-- The change log of members as before; each line waits for the kept membership to follow it.
CREATE OR REPLACE FUNCTION log_members() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor text := coalesce(nullif(current_setting('muster.actor', true), ''), 'unknown');
BEGIN
  -- Locked in one order, so that two statements about the same groups do not wait for each other.
  PERFORM FROM "groups" WHERE "id" IN (SELECT "groupId" FROM "touched") ORDER BY "id" FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  WITH "touched_groups" AS (
    SELECT "groupId", jsonb_agg(coalesce("userId", "memberGroupId")) AS "members" FROM "touched" GROUP BY "groupId"
  ), "next" AS (
    UPDATE "groups" SET "membersVersion" = "membersVersion" + 1, "updatedBy" = actor
    FROM "touched_groups" WHERE "groups"."id" = "touched_groups"."groupId"
    RETURNING "groups"."id", "groups"."connectionId", "groups"."version", "touched_groups"."members"
  ), "logged" AS (
    INSERT INTO "changes" ("actor", "connectionId", "resourceType", "resourceId", "version", "operation", "attributes", "members")
    SELECT actor, "connectionId", 'Group', "id", "version", 'UPDATED', '{members}', jsonb_build_object(TG_ARGV[0], "members") FROM "next"
    RETURNING "id"
  )
  INSERT INTO "pending_changes" SELECT "id" FROM "logged";
  RETURN NULL;
END
$$;

-- The change log of who is listed in a policy; the argument is what befell them. A policy that is being deleted needs no word about them.
CREATE FUNCTION log_listings() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor text := coalesce(nullif(current_setting('muster.actor', true), ''), 'unknown');
BEGIN
  PERFORM FROM "policies" WHERE "id" IN (SELECT "policyId" FROM "touched") ORDER BY "id" FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  WITH "touched_policies" AS (
    SELECT "policyId", array_agg(DISTINCT lower("mode"::text) || 's') AS "names", jsonb_agg("resourceId") AS "members" FROM "touched" GROUP BY "policyId"
  ), "next" AS (
    UPDATE "policies" SET "listingsVersion" = "listingsVersion" + 1, "updatedBy" = actor
    FROM "touched_policies" WHERE "policies"."id" = "touched_policies"."policyId"
    RETURNING "policies"."id", "policies"."connectionId", "policies"."version", "touched_policies"."names", "touched_policies"."members"
  ), "logged" AS (
    INSERT INTO "changes" ("actor", "connectionId", "resourceType", "resourceId", "version", "operation", "attributes", "members")
    SELECT actor, "connectionId", 'Policy', "id", "version", 'UPDATED', "names", jsonb_build_object(TG_ARGV[0], "members") FROM "next"
    RETURNING "id"
  )
  INSERT INTO "pending_changes" SELECT "id" FROM "logged";
  RETURN NULL;
END
$$;

CREATE TRIGGER "policy_listings_added" AFTER INSERT ON "policy_listings"
  REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION log_listings('added');
CREATE TRIGGER "policy_listings_removed" AFTER DELETE ON "policy_listings"
  REFERENCING OLD TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION log_listings('removed');

-- A policy that asks for its own members is refused whoever makes it so, as a group that contains itself is.
CREATE FUNCTION refuse_policy_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM "touched" WHERE "referredPolicyId" IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('policy_references_cycle'));
  IF EXISTS (
    WITH RECURSIVE "above"("id", "referred") AS (
      SELECT "policyId", "referredPolicyId" FROM "touched" WHERE "referredPolicyId" IS NOT NULL
      UNION
      SELECT "referring"."policyId", "above"."referred" FROM "above" JOIN "policy_references" AS "referring" ON "referring"."referredPolicyId" = "above"."id"
    )
    SELECT FROM "above" WHERE "id" = "referred"
  ) THEN
    RAISE EXCEPTION 'a policy would ask for its own members, which violates "policy_references_cycle_check"'
      USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'policy_references_cycle_check';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "policy_references_cycle" AFTER INSERT ON "policy_references"
  REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION refuse_policy_cycle();

-- A connection is kept for its policies, and while a policy names it.
CREATE OR REPLACE FUNCTION is_empty("connection" uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RETURN NOT EXISTS (SELECT FROM "users" WHERE "connectionId" = "connection")
    AND NOT EXISTS (SELECT FROM "groups" WHERE "connectionId" = "connection")
    AND NOT EXISTS (SELECT FROM "devices" WHERE "connectionId" = "connection")
    AND NOT EXISTS (SELECT FROM "policies" WHERE "connectionId" = "connection")
    AND NOT EXISTS (SELECT FROM "policy_references" WHERE "resourceId" = "connection");
END
$$;
