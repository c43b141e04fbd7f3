/** Okta pushes an empty string to clear an attribute (`"middleName": ""`), other clients null or an empty list. */
export const clears = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.every((element) => element === null));
