// Holds recorded exchanges to the server's OpenAPI 3.1 contract.
// Usage: node check_openapi.mjs OPENAPI.json RECORD.jsonl
// Needs the packages ajv and ajv-formats (tests/node). Exit 0 when every exchange conforms.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.CPA_NODE_MODULES ?? process.cwd(), 'index.js'));
const Ajv2020 = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

const [contractFile, recordFile] = process.argv.slice(2);
const contract = JSON.parse(readFileSync(contractFile, 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(contract, 'contract');

// A JSON pointer into the contract, followed through one level of $ref.
function schemaAt(pointer) {
  const node = pointer.split('/').slice(1).reduce(
    (at, step) => at?.[step.replaceAll('~1', '/').replaceAll('~0', '~')], contract);
  return node && node.$ref ? schemaAt(node.$ref.slice(1)) : node && pointer;
}

function validatorAt(pointer) {
  const found = schemaAt(pointer);
  return found && ajv.getSchema(`contract#${found}`);
}

const escape = (path) => path.replaceAll('~', '~0').replaceAll('/', '~1');
const problems = [];
let checked = 0;

function header(headers, name) {
  return headers.find(([n]) => n.toLowerCase() === name.toLowerCase())?.[1];
}

function bodyOf(headers, text) {
  const type = (header(headers, 'content-type') ?? '').split(';')[0].trim();
  if (type.endsWith('json')) return { type, value: JSON.parse(text) };
  if (type === 'application/x-www-form-urlencoded') {
    return { type, value: Object.fromEntries(new URLSearchParams(text)) };
  }
  return { type, value: text };
}

function checkHeaders(declared, headers, where) {
  for (const [name, entry] of Object.entries(declared ?? {})) {
    const spec = entry.$ref ? entry.$ref.slice(2).split('/').reduce((at, s) => at[s], contract) : entry;
    if (spec.required && header(headers, name) === undefined) problems.push(`${where}: header ${name} is missing`);
  }
}

function checkBody(pointer, content, headers, text, where) {
  if (!content) {
    if (text !== '') problems.push(`${where}: a body that the contract does not have`);
    return;
  }
  const { type, value } = bodyOf(headers, text);
  if (!content[type]) {
    problems.push(`${where}: content type ${type || '(none)'} is not in the contract`);
    return;
  }
  const validate = validatorAt(`${pointer}/content/${escape(type)}/schema`);
  if (!validate) {
    problems.push(`${where}: the contract has no schema`);
  } else if (!validate(value)) {
    problems.push(`${where}: ${ajv.errorsText(validate.errors, { dataVar: 'body' })}`);
  }
}

for (const line of readFileSync(recordFile, 'utf8').split('\n')) {
  if (line === '') continue;
  const exchange = JSON.parse(line);
  const where = `${exchange.method} ${exchange.path} #${++checked}`;
  const operation = contract.paths[exchange.path]?.[exchange.method.toLowerCase()];
  if (!operation) {
    problems.push(`${where}: not in the contract`);
    continue;
  }
  const base = `/paths/${escape(exchange.path)}/${exchange.method.toLowerCase()}`;
  for (const entry of operation.parameters ?? []) {
    const parameter = entry.$ref ? entry.$ref.slice(2).split('/').reduce((at, s) => at[s], contract) : entry;
    const given = header(exchange.request_headers, parameter.name) !== undefined;
    if (parameter.in === 'header' && parameter.required && !given) {
      problems.push(`${where}: request header ${parameter.name} is missing`);
    }
  }
  checkBody(`${base}/requestBody`, operation.requestBody?.content, exchange.request_headers,
    exchange.request, `${where} request`);
  let answer = operation.responses[String(exchange.status)];
  let pointer = `${base}/responses/${exchange.status}`;
  if (!answer) {
    problems.push(`${where}: status ${exchange.status} is not in the contract`);
    continue;
  }
  if (answer.$ref) {
    pointer = answer.$ref.slice(1);
    answer = pointer.split('/').slice(1).reduce((at, s) => at[s], contract);
  }
  checkHeaders(answer.headers, exchange.answer_headers, `${where} answer`);
  checkBody(pointer, answer.content, exchange.answer_headers, exchange.answer, `${where} answer`);
}

for (const problem of problems) console.error(problem);
console.log(`${checked} exchanges, ${problems.length} problems`);
process.exit(problems.length === 0 && checked > 0 ? 0 : 1);
