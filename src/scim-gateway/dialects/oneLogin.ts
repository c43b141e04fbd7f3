/** OneLogin names schemas by the URNs that SCIM had before it was a standard (authentik #11249). */
export const oneLoginUrns: readonly [RegExp, string][] = [
  [/^urn:scim:schemas:extension:enterprise:[12]\.0(:User)?(?=$|:)/i, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  [/^urn:scim:schemas:core:[12]\.0:(?:(?:User|Group):)?(?=.)/i, ''],
];
