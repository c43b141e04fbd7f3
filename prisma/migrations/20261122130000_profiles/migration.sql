-- CreateEnum
CREATE TYPE "ProfileFormat" AS ENUM ('PLIST', 'JSON', 'PLAIN');

-- CreateEnum
CREATE TYPE "OnAbsent" AS ENUM ('EMPTY', 'FAIL', 'DEFAULT');

-- CreateEnum
CREATE TYPE "StaleReason" AS ENUM ('CHANGED', 'FAILS', 'REMOVED');

-- CreateTable
CREATE TABLE "profile_templates" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "policyId" UUID NOT NULL,
    "connectionId" UUID,
    "name" TEXT NOT NULL,
    "format" "ProfileFormat" NOT NULL,
    "body" TEXT NOT NULL,
    "onAbsent" "OnAbsent" NOT NULL DEFAULT 'FAIL',
    "variables" JSONB NOT NULL DEFAULT '[]',
    "variableNames" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedBy" TEXT NOT NULL,

    CONSTRAINT "profile_templates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "installed_profiles" (
    "deviceId" UUID NOT NULL,
    "templateId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "installedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "staleSince" TIMESTAMPTZ(3),
    "staleReason" "StaleReason",
    "suspect" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "installed_profiles_pkey" PRIMARY KEY ("deviceId","templateId")
);

-- CreateIndex
CREATE INDEX "profile_templates_page_idx" ON "profile_templates"("policyId", "id");

-- CreateIndex
CREATE INDEX "installed_profiles_template_idx" ON "installed_profiles"("templateId");

-- AddForeignKey
ALTER TABLE "profile_templates" ADD CONSTRAINT "profile_templates_policyId_fkey" FOREIGN KEY ("policyId") REFERENCES "policies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "installed_profiles" ADD CONSTRAINT "installed_profiles_deviceId_fkey" FOREIGN KEY ("deviceId") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "profile_templates"
  ADD CONSTRAINT "profile_templates_name_check" CHECK ("name" <> ''),
  ADD CONSTRAINT "profile_templates_on_absent_check" CHECK ("onAbsent" <> 'DEFAULT'),
  ADD CONSTRAINT "profile_templates_variables_check" CHECK (jsonb_typeof("variables") = 'array');
ALTER TABLE "installed_profiles"
  ADD CONSTRAINT "installed_profiles_digest_check" CHECK ("digest" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "installed_profiles_stale_check" CHECK (("staleSince" IS NULL) = ("staleReason" IS NULL));

-- Names are unique in a policy without regard to case.
CREATE UNIQUE INDEX "profile_templates_name_key" ON "profile_templates" ((fold("name") COLLATE "C"), "policyId");

-- What is to be looked at next, and what is stale, the longest first.
CREATE INDEX "installed_profiles_suspect_idx" ON "installed_profiles" ("deviceId", "templateId") WHERE "suspect";
CREATE INDEX "installed_profiles_stale_idx" ON "installed_profiles" ("connectionId", "staleSince", "deviceId", "templateId") WHERE "staleSince" IS NOT NULL;

-- Templates have versions and stand in the log; those of a policy that is deleted too.
CREATE TRIGGER "profile_templates_version" BEFORE UPDATE ON "profile_templates" FOR EACH ROW EXECUTE FUNCTION next_version();
CREATE TRIGGER "profile_templates_log" AFTER INSERT OR DELETE ON "profile_templates"
  FOR EACH ROW EXECUTE FUNCTION log_change('ProfileTemplate');
CREATE TRIGGER "profile_templates_log_update" AFTER UPDATE ON "profile_templates"
  FOR EACH ROW WHEN (NEW."version" <> OLD."version") EXECUTE FUNCTION log_change('ProfileTemplate');
