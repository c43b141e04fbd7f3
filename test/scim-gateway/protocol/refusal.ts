import { ScimError } from '#scim-gateway/protocol/errors.ts';

/** What an act is refused with; it must be a SCIM error, or nothing. */
export function refusalOf(act: () => unknown): { status: number; scimType?: string; detail: string } | undefined {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { status: error.status, scimType: error.scimType, detail: error.message };
  }
  return undefined;
}
