-- AlterTable
ALTER TABLE "credentials" ADD COLUMN     "oauthClientId" UUID;

-- CreateTable
CREATE TABLE "oauth_clients" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "connectionId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA,
    "earlierHash" BYTEA,
    "earlierEndsAt" TIMESTAMPTZ(3),
    "jwksUrl" TEXT,
    "issuer" TEXT,
    "subject" TEXT,
    "audience" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "oauth_clients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oauth_assertions" (
    "oauthClientId" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oauth_assertions_pkey" PRIMARY KEY ("oauthClientId","hash")
);

-- CreateIndex
CREATE INDEX "oauth_clients_page_idx" ON "oauth_clients"("connectionId", "id");

-- CreateIndex
CREATE INDEX "oauth_assertions_expires_idx" ON "oauth_assertions"("expiresAt");

-- CreateIndex
CREATE INDEX "credentials_oauth_client_idx" ON "credentials"("oauthClientId", "id");

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_oauthClientId_fkey" FOREIGN KEY ("oauthClientId") REFERENCES "oauth_clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oauth_clients" ADD CONSTRAINT "oauth_clients_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oauth_assertions" ADD CONSTRAINT "oauth_assertions_oauthClientId_fkey" FOREIGN KEY ("oauthClientId") REFERENCES "oauth_clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A client proves who it is in one way: by a secret, or by assertions that it signs.
ALTER TABLE "oauth_clients"
  ADD CONSTRAINT "oauth_clients_proof_check" CHECK (num_nonnulls("hash", "jwksUrl") = 1),
  ADD CONSTRAINT "oauth_clients_assertion_check" CHECK ("jwksUrl" IS NOT NULL OR num_nonnulls("issuer", "subject", "audience") = 0),
  ADD CONSTRAINT "oauth_clients_earlier_check" CHECK (num_nonnulls("earlierHash", "earlierEndsAt") IN (0, 2));
-- Access tokens reach one connection, and end.
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_access_token_check"
  CHECK ("oauthClientId" IS NULL OR num_nonnulls("connectionId", "expiresAt") = 2);

-- Access tokens end with the proof that they were issued for, not with the tokens that administrators hand out.
CREATE OR REPLACE FUNCTION end_tokens("connection" uuid, "at" timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "credentials" SET "expiresAt" = least("expiresAt", "at")
  WHERE "connectionId" = "connection" AND "oauthClientId" IS NULL AND "revokedAt" IS NULL;
END
$$;

-- A function, so that it also sees what was issued while its caller waited for the client.
CREATE FUNCTION end_access_tokens("client" uuid, "at" timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "credentials" SET "expiresAt" = least("expiresAt", "at") WHERE "oauthClientId" = "client";
END
$$;

-- Joined, where NOT IN looks through all who stay for each row as soon as they do not fit into work_mem: minutes for a group of 100,000.
CREATE OR REPLACE FUNCTION leave_group_except("group" uuid, "members" uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "memberships" AS "membership" WHERE "groupId" = "group"
    AND NOT EXISTS (SELECT FROM unnest("members") AS "staying"("id") WHERE "staying"."id" = coalesce("membership"."userId", "membership"."memberGroupId"));
END
$$;

-- Every page reads its rows whole: what a row may weigh in lists and objects is bounded, whatever it has grown by. Rows that are heavier already stay
-- until they change.
ALTER TABLE "users" ADD CONSTRAINT "users_size_check" CHECK (
  octet_length("emails"::text) + octet_length("phoneNumbers"::text) + octet_length("ims"::text) + octet_length("photos"::text)
    + octet_length("addresses"::text) + octet_length("entitlements"::text) + octet_length("roles"::text)
    + octet_length("x509Certificates"::text) + octet_length("extensions"::text) <= 262144) NOT VALID;
ALTER TABLE "devices" ADD CONSTRAINT "devices_size_check" CHECK (octet_length("facts"::text) <= 262144) NOT VALID;
