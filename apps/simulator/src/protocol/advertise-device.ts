import { createHmac } from 'node:crypto';
import { Curve, proto } from '@whiskeysockets/baileys';
import { verifySignature } from 'libsignal/src/curve.js';
import type { Account } from '../state/people.ts';
import { seconds } from '../wire/nodes.ts';

/** What the phone's side of a pairing knows of the device it links. */
export type PairingSecrets = { deviceIdentity: Buffer; advSecret: Buffer };

/** The phone's signed word that a device is its own, and how to check the device's signature in return. */
export type Advertisement = {
  /** Bytes for the client, authenticated by the secret in the QR. */
  sealed: Buffer;
  /** Whether the device's answer is signed by the identity in the QR. */
  accepts(answer: Uint8Array): boolean;
};

// the protocol's prefixes for "signed by the account" and "signed by the device"
const ACCOUNT_SIGNATURE = Buffer.from([6, 0]);
const DEVICE_SIGNATURE = Buffer.from([6, 1]);

/** Signs a device identity with the account's key, as the phone does after a scan. */
export function advertiseDevice(
  account: Account,
  deviceId: number,
  secrets: PairingSecrets,
  rawId: number,
  now: number,
): Advertisement {
  const phone = account.peers[0];
  if (!phone) throw new Error('An account has a phone.');
  const details = proto.ADVDeviceIdentity.encode({ rawId, timestamp: seconds(now), keyIndex: deviceId }).finish();
  const accountSignature = Curve.sign(
    phone.identityPrivate,
    Buffer.concat([ACCOUNT_SIGNATURE, details, secrets.deviceIdentity]),
  );
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: phone.identityPublic,
    accountSignature,
  }).finish();
  const hmac = createHmac('sha256', secrets.advSecret).update(signed).digest();
  const sealed = Buffer.from(proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac }).finish());
  return {
    sealed,
    accepts(answer) {
      const { deviceSignature } = proto.ADVSignedDeviceIdentity.decode(answer);
      if (!deviceSignature?.length) return false;
      const body = Buffer.concat([DEVICE_SIGNATURE, details, secrets.deviceIdentity, phone.identityPublic]);
      return verifies(secrets.deviceIdentity, body, deviceSignature);
    },
  };
}

// libsignal returns the verdict; Baileys' own Curve.verify only looks for an exception and so accepts anything
function verifies(key: Buffer, body: Buffer, signature: Uint8Array): boolean {
  try {
    return verifySignature(Buffer.concat([Buffer.from([5]), key]), body, Buffer.from(signature)) === true;
  } catch {
    return false;
  }
}
