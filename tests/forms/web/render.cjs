// Renders a form of facts in React, in a document without a browser; enters answers as a person would; prints what is sent.
// Reads {schema, ui, answers} as JSON from standard input, the library's name as its argument.
const { JSDOM } = require("jsdom");
const dom = new JSDOM("<!doctype html><html><body><div id='app'></div></body></html>", { pretendToBeVisual: true });
for (const name of ["window", "document", "Node", "Element", "HTMLElement", "HTMLInputElement", "HTMLSelectElement", "HTMLTextAreaElement", "Event", "MouseEvent", "File", "Blob", "navigator", "getComputedStyle", "MutationObserver", "FormData"]) {
  Object.defineProperty(globalThis, name, { value: name === "window" ? dom.window : dom.window[name], configurable: true, writable: true });
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;
const React = require("react");
const { createRoot } = require("react-dom/client");
const { act } = React;

const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const app = document.getElementById("app");

async function type(element, value) {
  const kind = element.tagName === "SELECT" ? "HTMLSelectElement" : element.tagName === "TEXTAREA" ? "HTMLTextAreaElement" : "HTMLInputElement";
  await act(async () => {
    Object.getOwnPropertyDescriptor(dom.window[kind].prototype, "value").set.call(element, value);
    element.dispatchEvent(new dom.window.Event(kind === "HTMLSelectElement" ? "change" : "input", { bubbles: true }));
    element.dispatchEvent(new dom.window.Event("change", { bubbles: true }));
  });
}
async function click(element) {
  await act(async () => element.dispatchEvent(new dom.window.MouseEvent("click", { bubbles: true, cancelable: true })));
}
function find(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element ${id}: ${[...document.querySelectorAll("[id]")].map((one) => one.id).join(" ")}`);
  return element;
}

async function rjsf() {
  const Form = require("@rjsf/core").default;
  const { customizeValidator } = require("@rjsf/validator-ajv8");
  const { Ajv2020 } = require("ajv/dist/2020");
  const validator = customizeValidator({ AjvClass: Ajv2020 });
  let sent, errors;
  const form = React.createElement(Form, {
    schema: given.schema, uiSchema: given.ui, validator,
    onSubmit: (event) => { sent = event.formData; }, onError: (found) => { errors = found; },
  });
  await act(async () => createRoot(app).render(form));
  const submit = async () => {
    sent = errors = undefined;
    await act(async () => app.querySelector("form").dispatchEvent(new dom.window.Event("submit", { bubbles: true, cancelable: true })));
    return sent === undefined ? { errors } : sent;
  };
  const untouched = await submit();
  async function enter(prefix, schema, value) {
    if (schema.type === "boolean") return click(find(`${prefix}-${value ? 0 : 1}`));
    if (schema.enum) return type(find(prefix), String(schema.enum.indexOf(value)));
    if (schema.type !== "array") return type(find(prefix), String(value));
    for (const [place, member] of value.entries()) {
      await click(document.querySelector(`[id="${prefix}__add"], .rjsf-array-item-add button`));
      for (const name of Object.keys(member)) await enter(`${prefix}_${place}_${name}`, schema.items.properties[name], member[name]);
    }
  }
  for (const name of Object.keys(given.answers)) await enter(`root_${name}`, given.schema.properties[name], given.answers[name]);
  return { untouched, sent: await submit(), labels: [...document.querySelectorAll("label, legend")].map((one) => one.textContent) };
}


async function jsonforms() {
  const { JsonForms } = require("@jsonforms/react");
  const { vanillaRenderers, vanillaCells } = require("@jsonforms/vanilla-renderers");
  let sent;
  const settle = () => act(async () => new Promise((resolve) => setTimeout(resolve, 100))); // changes are told after 10 ms
  const form = React.createElement(JsonForms, {
    schema: given.schema, uischema: given.ui, data: {}, renderers: vanillaRenderers, cells: vanillaCells,
    onChange: (event) => { sent = event.data; },
  });
  await act(async () => createRoot(app).render(form));
  await settle();
  const untouched = sent;
  async function enter(element, schema, value) {
    if (schema.type === "boolean") { await click(element); return value ? undefined : click(element); }
    return type(element, String(value));
  }
  for (const name of Object.keys(given.answers)) {
    const schema = given.schema.properties[name], value = given.answers[name];
    if (schema.type !== "array") { await enter(find(`#/properties/${name}-input`), schema, value); continue; }
    const table = document.querySelector(`.root_properties_${name}`);
    for (const [place, member] of value.entries()) {
      await click(table.querySelector("header button"));
      for (const [column, field] of Object.keys(schema.items.properties).entries()) {
        if (!(field in member)) continue;
        const cell = table.querySelectorAll("tbody tr")[place].querySelectorAll("td")[column];
        await enter(cell.querySelector("input, select"), schema.items.properties[field], member[field]);
      }
    }
  }
  await settle();
  return { untouched, sent, labels: [...document.querySelectorAll("label, legend")].map((one) => one.textContent) };
}

const libraries = { rjsf, jsonforms };
libraries[process.argv[2]]().then((result) => { console.log(JSON.stringify(result)); process.exit(0); }, (error) => { console.error(error); process.exit(1); });
