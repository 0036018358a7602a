import { create } from 'zustand';

/** Which account is looked at. */
export const useIdentity = create<{ account: string | undefined }>()(() => ({ account: undefined }));

export const selectAccount = (account: string | undefined): void => useIdentity.setState({ account });
