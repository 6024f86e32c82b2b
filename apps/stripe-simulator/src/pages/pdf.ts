export type Document = {
  title: string;
  head: string[];
  rows: [string, string][];
  sums: [string, string][];
  foot: string;
};

const [WIDTH, HEIGHT, MARGIN, STEP] = [595, 842, 56, 16];
const ROWS_A_PAGE = 40;

// what the built-in fonts can say: Windows' Latin letters, the euro among them
const SPECIAL: Readonly<Record<string, number>> = {
  '€': 0x80,
  '…': 0x85,
  '–': 0x96,
  '—': 0x97,
  '•': 0x95,
  '’': 0x92,
  '−': 0x2d,
};

function encoded(text: string): string {
  const bytes = [...text.normalize('NFC').replace(/[\u00a0\u202f]/g, ' ')].map((sign) => {
    const code = SPECIAL[sign] ?? sign.charCodeAt(0);
    return code > 0xff || code < 0x20 ? 0x3f : code;
  });
  return `<${Buffer.from(bytes).toString('hex')}>`;
}

// widths of Helvetica's figures and signs, so that amounts end at one line
const widthOf = (text: string, size: number): number =>
  [...text].reduce(
    (sum, sign) => sum + (/[.,\s\u00a0]/.test(sign) ? 0.278 : sign === '-' || sign === '−' ? 0.333 : 0.556),
    0,
  ) * size;

/** Writes a plain document of one or more A4 pages. */
export function writePdf(document: Document): Uint8Array {
  const pages: string[] = [];
  let y = HEIGHT - MARGIN;
  let content = '';
  const put = (text: string, x: number, size = 10, font = 'F1') => {
    content += `BT /${font} ${size} Tf ${x} ${y} Td ${encoded(text)} Tj ET\n`;
  };
  const turn = () => {
    pages.push(content);
    content = '';
    y = HEIGHT - MARGIN;
  };
  const row = ([label, amount]: [string, string], font = 'F1') => {
    if (y < MARGIN + 2 * STEP) turn();
    put(label.length > 70 ? `${label.slice(0, 69)}…` : label, MARGIN, 10, font);
    put(amount, WIDTH - MARGIN - widthOf(amount, 10), 10, font);
    y -= STEP;
  };
  put(document.title, MARGIN, 18, 'F2');
  y -= 2 * STEP;
  for (const line of document.head.slice(0, ROWS_A_PAGE)) {
    put(line, MARGIN);
    y -= STEP;
  }
  y -= STEP;
  for (const each of document.rows) row(each);
  content += `0.8 G ${MARGIN} ${y + 8} m ${WIDTH - MARGIN} ${y + 8} l S\n`;
  y -= STEP / 2;
  for (const each of document.sums) row(each, 'F2');
  y = MARGIN / 2;
  put(document.foot, MARGIN, 8);
  pages.push(content);

  const kids = pages.map((_, index) => `${5 + 2 * index} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((page, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${6 + 2 * index} 0 R >>`,
      `<< /Length ${page.length} >>\nstream\n${page}endstream`,
    ]),
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}
