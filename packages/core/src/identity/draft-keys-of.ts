import { type Keyring, mac } from '@recado/runtime/crypto';
import type { DraftKey } from './contract.ts';

/**
 * The keys under which a person's browsers keep what is unsent, the present one first. Each follows from a key of the installation and
 * the person, so nothing is stored; whoever reads a browser's storage without that person's login reads nothing.
 */
export const draftKeysOf = (keyring: Keyring, personId: string): DraftKey[] =>
  [...keyring.keys.keys()]
    .sort((a, b) => Number(b === keyring.current) - Number(a === keyring.current))
    .map((kid) => ({ kid, key: mac(keyring, 'drafts', personId, kid) }));
