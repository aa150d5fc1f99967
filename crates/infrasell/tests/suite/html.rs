//! A page as a browser without scripts has it: where it is, what stands on it, and what its forms send.

use infrasell_testkit::Client;
use reqwest::{Method, RequestBuilder, header};

/// A page.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The status.
    pub(crate) status: u16,
    /// Where one ended, after every way that one was sent.
    pub(crate) path: String,
    /// What came.
    pub(crate) html: String,
}

/// A field of a form that is sent.
pub(crate) fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

/// A request that sends these fields as a form does.
pub(crate) fn filled(request: RequestBuilder, fields: &[(String, String)]) -> RequestBuilder {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body)
}

impl Seen {
    /// The page at a path.
    pub(crate) async fn at(store: &Client, path: &str) -> Seen {
        Seen::try_at(store, path).await.expect("the shop answers")
    }

    /// The page at a path; none when nobody answers.
    pub(crate) async fn try_at(store: &Client, path: &str) -> Option<Seen> {
        Seen::try_of(store.request(Method::GET, path)).await
    }

    /// What a request leads to.
    pub(crate) async fn of(request: RequestBuilder) -> Seen {
        Seen::try_of(request).await.expect("the shop answers")
    }

    async fn try_of(request: RequestBuilder) -> Option<Seen> {
        let answer = request.send().await.ok()?;
        let (status, path) = (answer.status().as_u16(), answer.url().path().to_owned());
        assert!(status < 500, "{path}: {status}");
        Some(Seen { status, path, html: answer.text().await.ok()? })
    }

    /// Sends the form whose target ends so, with these fields typed over.
    pub(crate) async fn send(&self, store: &Client, target: &str, typed: &[(&str, &str)]) -> Seen {
        self.try_send(store, target, typed).await.expect("the shop answers")
    }

    /// As [`Seen::send`]; none when nobody answers.
    pub(crate) async fn try_send(&self, store: &Client, target: &str, typed: &[(&str, &str)]) -> Option<Seen> {
        let (action, mut fields) = self.form(target);
        for (name, value) in typed {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        Seen::try_of(filled(store.request(Method::POST, &action), &fields)).await
    }

    /// What the form whose target ends so would send as it stands.
    pub(crate) fn fields(&self, target: &str) -> Vec<(String, String)> {
        self.form(target).1
    }

    fn form(&self, target: &str) -> (String, Vec<(String, String)>) {
        let page = tl::parse(&self.html, tl::ParserOptions::default()).unwrap();
        let parser = page.parser();
        for handle in page.query_selector("form").unwrap() {
            let form = handle.get(parser).and_then(tl::Node::as_tag).unwrap();
            let action = attribute(form, "action").unwrap_or_default();
            if !action.ends_with(target) {
                continue;
            }
            let mut fields = vec![];
            for node in form.children().all(parser) {
                let Some(tag) = node.as_tag() else { continue };
                let Some(name) = attribute(tag, "name") else { continue };
                match tag.name().as_utf8_str().as_ref() {
                    "input" => fields.extend(sent(tag).map(|value| (name, value))),
                    "select" => fields.push((name, chosen(tag, parser))),
                    _ => {}
                }
            }
            return (action, fields);
        }
        panic!("{} has no form to {target}: {}", self.path, self.text())
    }

    /// The first link to an address with this in it.
    pub(crate) fn link(&self, part: &str) -> Option<String> {
        let page = tl::parse(&self.html, tl::ParserOptions::default()).unwrap();
        let links = page.query_selector("a[href]").unwrap();
        let mut targets = links.filter_map(|link| attribute(link.get(page.parser())?.as_tag()?, "href"));
        targets.find(|target| target.contains(part))
    }

    /// What a reader reads.
    pub(crate) fn text(&self) -> String {
        let body = self.html.split("</head>").last().unwrap_or("");
        let parts = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        unescaped(&parts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" "))
    }
}

/// What an input sends; nothing for a choice that is not made.
fn sent(tag: &tl::HTMLTag<'_>) -> Option<String> {
    let is_choice = attribute(tag, "type").as_deref() == Some("radio");
    let is_made = tag.attributes().get("checked").is_some();
    (!is_choice || is_made).then(|| attribute(tag, "value").unwrap_or_default())
}

/// What a list sends: what is selected, else the first.
fn chosen(tag: &tl::HTMLTag<'_>, parser: &tl::Parser<'_>) -> String {
    let nodes = tag.children().all(parser);
    let options: Vec<&tl::HTMLTag<'_>> =
        nodes.iter().filter_map(tl::Node::as_tag).filter(|tag| tag.name() == "option").collect();
    let selected = options.iter().find(|option| option.attributes().get("selected").is_some());
    selected.or(options.first()).and_then(|option| attribute(option, "value")).unwrap_or_default()
}

fn attribute(tag: &tl::HTMLTag<'_>, name: &str) -> Option<String> {
    let value = tag.attributes().get(name)??;
    Some(unescaped(&value.as_utf8_str()))
}

fn unescaped(text: &str) -> String {
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (escaped, sign)| text.replace(escaped, sign))
}
