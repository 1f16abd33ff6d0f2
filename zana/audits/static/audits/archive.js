// The ZIP stays in the browser: its directory is read here, and only the files on the allow-list are unpacked and sent.
// Where anything is odd, the form is sent as it is and the server, which judges whole archives, says what is wrong.

const MEGABYTE = 1024 * 1024;
const MOST = { member: 12 * MEGABYTE, total: 48 * MEGABYTE, directory: 48 * MEGABYTE, whole: 50 * MEGABYTE };

async function view(file, start, length) {
  return new DataView(await file.slice(start, start + length).arrayBuffer());
}

async function findDirectory(file) {
  const reach = Math.min(file.size, 22 + 0xffff);
  const tail = await view(file, file.size - reach, reach);
  for (let at = reach - 22; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== 0x06054b50) continue;
    const end = file.size - reach + at;
    const short = { count: tail.getUint16(at + 10, true), length: tail.getUint32(at + 12, true), start: tail.getUint32(at + 16, true) };
    const full = short.count === 0xffff || short.length === 0xffffffff || short.start === 0xffffffff;
    return full ? findWideDirectory(file, end) : short;
  }
  throw new Error("no directory");
}

async function findWideDirectory(file, end) {
  const place = await view(file, end - 20, 20);
  if (place.getUint32(0, true) !== 0x07064b50) throw new Error("no wide directory");
  const record = await view(file, Number(place.getBigUint64(8, true)), 56);
  if (record.getUint32(0, true) !== 0x06064b50) throw new Error("no wide directory");
  const [count, length, start] = [32, 40, 48].map((at) => Number(record.getBigUint64(at, true)));
  return { count, length, start };
}

function* walk(directory, count) {
  const decoder = new TextDecoder();
  let at = 0;
  for (let n = 0; n < count; n += 1) {
    if (directory.getUint32(at, true) !== 0x02014b50) throw new Error("broken directory");
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((place) => directory.getUint16(at + place, true));
    const name = decoder.decode(new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameLength));
    yield {
      name,
      flags: directory.getUint16(at + 8, true),
      method: directory.getUint16(at + 10, true),
      date: directory.getUint32(at + 12, true),
      packed: directory.getUint32(at + 20, true),
      size: directory.getUint32(at + 24, true),
      offset: directory.getUint32(at + 42, true),
    };
    at += 46 + nameLength + extraLength + noteLength;
  }
}

function allowRule(patterns) {
  const quoted = patterns.map((pattern) => pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join("[^/]*"));
  return new RegExp(`(?:^|/)(?:${quoted.join("|")})$`, "i");
}

// What would be read: {file, members, listed, newest}. Throws where the archive is not plain enough to be opened here.
async function listMembers(file, { allow, never, spare }) {
  const { count, length, start } = await findDirectory(file);
  if (length > MOST.directory) throw new Error("too many files");
  const [rule, spared] = [allowRule(allow), allowRule(spare)];
  const members = [];
  let newest = 0;
  for (const member of walk(await view(file, start, length), count)) {
    if (member.flags & 0x2041) throw new Error("locked");
    newest = Math.max(newest, member.date);
    const folders = member.name.toLowerCase().split("/").slice(0, -1);
    const tooLong = member.size > MOST.member && spared.test(member.name);
    if (rule.test(member.name) && !tooLong && !folders.some((folder) => never.includes(folder))) members.push(member);
  }
  if (!members.every((member) => member.size <= MOST.member && [0, 8].includes(member.method))) throw new Error("too much");
  return { file, members, listed: count, newest: asIso(newest) };
}

// Several ZIPs of one archive: some may hold nothing for us, not all of them.
async function listAll(files, rules) {
  const found = await Promise.all(files.map((file) => listMembers(file, rules)));
  const telling = found.filter(({ members }) => members.length);
  const total = telling.flatMap(({ members }) => members).reduce((sum, member) => sum + member.size, 0);
  if (!telling.length || total > MOST.total) throw new Error("nothing to read, or too much");
  return telling;
}

// ZIP times: two words without a zone.
function asIso(stamp) {
  const [day, time] = [stamp >>> 16, stamp & 0xffff];
  const parts = [1980 + (day >> 9), (day >> 5) & 15, day & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2];
  const [year, ...rest] = parts.map((part) => String(part).padStart(2, "0"));
  return parts[0] > 1980 ? `${year}-${rest[0]}-${rest[1]}T${rest[2]}:${rest[3]}:${rest[4]}+00:00` : "";
}

async function unpack(file, member) {
  const head = await view(file, member.offset, 30);
  if (head.getUint32(0, true) !== 0x04034b50) throw new Error("broken member");
  const start = member.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const packed = file.slice(start, start + member.packed);
  if (member.method === 0) return packed;
  const chunks = [];
  let size = 0;
  const reader = packed.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.length;
    if (size > member.size) throw new Error("more than it said");
    chunks.push(step.value);
  }
  return new Blob(chunks);
}

function readInTheBrowser(form) {
  const [whole, parts, names] = ["file", "part", "names"].map((name) => form.elements.namedItem(name));
  const said = form.querySelector("[data-archive-said]");
  const rules = JSON.parse(form.dataset.archiveForm);
  let found = null;

  whole.addEventListener("change", async () => {
    found = null;
    said.replaceChildren();
    const files = [...whole.files];
    if (!files.length) return;
    try {
      found = await listAll(files, rules);
    } catch {
      const size = files.reduce((sum, file) => sum + file.size, 0);
      said.textContent = size > MOST.whole ? said.dataset.tooLarge : "";
      return;
    }
    const members = found.flatMap((each) => each.members);
    const listed = found.reduce((sum, each) => sum + each.listed, 0);
    const title = document.createElement("p");
    title.textContent = said.dataset.willRead.replace("{read}", members.length).replace("{listed}", listed);
    const list = document.createElement("ul");
    list.className = "tiny";
    list.append(...members.map((member) => Object.assign(document.createElement("li"), { textContent: member.name.split("/").pop() })));
    said.replaceChildren(title, list);
  });

  form.addEventListener("submit", async (event) => {
    if (!found) return;
    event.preventDefault();
    const sending = new DataTransfer();
    try {
      for (const { file, members } of found) {
        for (const member of members) sending.items.add(new File([await unpack(file, member)], String(sending.items.length)));
      }
    } catch {
      found = null;
      form.submit();
      return;
    }
    parts.files = sending.files;
    names.value = JSON.stringify(found.map(({ members, listed, newest }) => ({ names: members.map((member) => member.name), listed, newest })));
    parts.disabled = false;
    whole.disabled = true;
    form.submit();
  });
}

if ("DecompressionStream" in window && "DataTransfer" in window) {
  document.querySelectorAll("[data-archive-form]").forEach(readInTheBrowser);
}
