'use client';

import { create } from 'qrcode';
import { useMemo } from 'react';

/** A QR code drawn as one path; it stands on white, because cameras do not read it the other way round. */
export function QrCode({ text, label, isFaded = false }: { text: string; label: string; isFaded?: boolean }) {
  const { size, path } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: 'L' });
    const cells = Array.from(modules.data, (dark, at) =>
      dark ? `M${at % modules.size} ${Math.floor(at / modules.size)}h1v1h-1z` : '',
    );
    return { size: modules.size, path: cells.join('') };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      data-qr={text}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={isFaded ? 'size-56 opacity-15' : 'size-56'}
    >
      <path d={path} fill="#12151b" />
    </svg>
  );
}
