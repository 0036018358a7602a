import { lightPasswords } from '../../src-main/identity/directory/password.ts';

// Before each file of integration tests: they sign in thousands of times, and none asks what a guess costs.
lightPasswords();
