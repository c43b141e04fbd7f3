/** Signatures that only the holder of a private key can make; with a shared secret, whoever verifies could sign too. */
export const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

export const toleranceSeconds = 30;

/** The characters that are read of a token. */
export const maximumLength = 16_384;

/** The type of a token as its header says it, without regard to case (RFC 7515 §4.1.9). */
export const typeOf = ({ typ }: { typ?: string | undefined }) => typ?.toLowerCase().replace(/^application\//, '') ?? 'jwt';
