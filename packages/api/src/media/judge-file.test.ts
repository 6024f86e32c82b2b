import { describe, expect, it } from 'vitest';
import { judgeFile } from './judge-file.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const judge = (name: string, detected: string | null, head = bytes('plain words'), voice = false) =>
  judgeFile({ name, detected, head, voice });

describe('judging an uploaded file', () => {
  it('takes pictures, recordings, films and documents for what their bytes say', () => {
    expect(judge('a.jpg', 'image/jpeg')).toEqual({ ok: true, kind: 'image', mime: 'image/jpeg' });
    expect(judge('voz.ogg', 'audio/ogg', bytes('OggS'), true)).toEqual({ ok: true, kind: 'voice', mime: 'audio/ogg' });
    expect(judge('c.mp4', 'video/mp4')).toEqual({ ok: true, kind: 'video', mime: 'video/mp4' });
    expect(judge('presupuesto.pdf', 'application/pdf')).toEqual({
      ok: true,
      kind: 'document',
      mime: 'application/pdf',
    });
    expect(judge('precios.csv', null)).toEqual({ ok: true, kind: 'document', mime: 'application/octet-stream' });
  });

  it('refuses a program, whatever it calls itself', () => {
    expect(judge('foto.jpg', 'application/x-msdownload', bytes('MZ\x90'))).toEqual({
      ok: false,
      because: 'executable',
    });
    expect(judge('foto.jpg', null, bytes('\x7fELF'))).toEqual({ ok: false, because: 'executable' });
    expect(judge('notas.txt', null, bytes('#!/bin/sh\nrm'))).toEqual({ ok: false, because: 'executable' });
    expect(judge('factura.pdf.exe', null)).toEqual({ ok: false, because: 'executable' });
  });

  it('refuses what a browser would run on our origin', () => {
    for (const head of ['<!DOCTYPE html>', '  <script>', '<svg onload=1>', '<?xml version="1.0"?><svg']) {
      expect(judge('a.txt', null, bytes(head))).toEqual({ ok: false, because: 'executable' });
    }
    expect(judge('dibujo.svg', 'image/svg+xml')).toEqual({ ok: false, because: 'executable' });
  });

  it('refuses a name that promises a picture with something else inside', () => {
    expect(judge('foto.jpg', 'application/pdf')).toEqual({ ok: false, because: 'mismatch' });
    expect(judge('foto.png', null)).toEqual({ ok: false, because: 'mismatch' });
  });
});
