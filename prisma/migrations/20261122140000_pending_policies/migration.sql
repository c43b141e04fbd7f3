-- CreateTable
CREATE TABLE "pending_policies" (
    "policyId" UUID NOT NULL,
    "changeId" BIGINT,
    "since" TIMESTAMPTZ(3),

    CONSTRAINT "pending_policies_pkey" PRIMARY KEY ("policyId")
);

-- A policy waits for a change, or for the time since it was last looked at.
ALTER TABLE "pending_policies" ADD CONSTRAINT "pending_policies_cause_check" CHECK (num_nonnulls("changeId", "since") = 1);
