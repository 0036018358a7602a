/** Authentication context of a sign-in by password alone (OpenID Connect Core §2, `acr`). */
export const ACR_PASSWORD = 'urn:gatehouse:acr:password';

/** Every context that a person can reach here. */
export const ACR_VALUES: readonly string[] = [ACR_PASSWORD];

/** How a sign-in by password is called in `amr` (RFC 8176 §2). */
export const AMR_PASSWORD: readonly string[] = ['pwd'];
