/**
 * A secret inside logged text: `‹access_token:4f1c2a…›`. The same secret always has the same handle,
 * so a reader can see that two messages carry one token without seeing the token.
 */
export const SECRET_HANDLE_PATTERN = /‹([a-z_]+):([0-9a-f]{16})›/g;
