//! What the pages say, in each language that Infrasell brings.
//!
//! Always true: every word is there in every language; a word with `{…}` is filled by the template that uses it.

use super::language::Language;
use std::{collections::BTreeMap, sync::LazyLock};

/// The words of a language, by name.
pub type Words = BTreeMap<&'static str, &'static str>;

static ENGLISH: LazyLock<Words> = LazyLock::new(|| WORDS.iter().map(|(name, english, _)| (*name, *english)).collect());
static HINDI: LazyLock<Words> = LazyLock::new(|| WORDS.iter().map(|(name, _, hindi)| (*name, *hindi)).collect());

/// The words of a language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Hindi => &HINDI,
    }
}

/// A word, if there is one of this name.
pub fn find(language: Language, name: &str) -> Option<&'static str> {
    words(language).get(name).copied()
}

/// A word that is known to be there.
pub fn word(language: Language, name: &str) -> &'static str {
    find(language, name).unwrap_or_default()
}

/// Name, English, Hindi.
const WORDS: &[(&str, &str, &str)] = &[
    ("checkout", "Checkout", "चेकआउट"),
    ("steps", "Steps", "चरण"),
    ("information", "Address", "पता"),
    ("shipping", "Delivery", "डिलीवरी"),
    ("payment", "Payment", "भुगतान"),
    ("skip", "Skip to the form", "सीधे फ़ॉर्म पर जाएँ"),
    ("back_to_shop", "Back to the shop", "दुकान पर वापस"),
    ("language", "Language", "भाषा"),
    ("error_prefix", "Error", "त्रुटि"),
    ("errors_title", "Please check the following", "कृपया नीचे दी गई बातें जाँचें"),
    ("contact", "Contact", "संपर्क"),
    ("email", "E-mail", "ई-मेल"),
    ("email_hint", "We send the confirmation of your order there.", "ऑर्डर की पुष्टि यहीं भेजी जाएगी।"),
    ("phone", "Mobile phone", "मोबाइल नंबर"),
    ("optional", "optional", "वैकल्पिक"),
    ("phone_hint", "So that the courier can reach you.", "ताकि कूरियर आपसे संपर्क कर सके।"),
    ("shipping_address", "Delivery address", "डिलीवरी का पता"),
    ("country", "Country", "देश"),
    ("change_country", "Change", "बदलें"),
    ("name", "Full name", "पूरा नाम"),
    ("company", "Company", "कंपनी"),
    ("line1", "House number and street", "मकान नंबर और गली"),
    ("line2", "Flat, floor, landmark", "फ़्लैट, मंज़िल, पहचान-चिह्न"),
    ("postal_code", "Postal code", "डाक कोड"),
    ("pin", "PIN code", "पिन कोड"),
    ("city", "City", "शहर"),
    ("city_in", "City, town or village", "शहर, क़स्बा या गाँव"),
    ("region", "State or province", "राज्य या प्रांत"),
    ("state", "State", "राज्य"),
    ("state_by_pin", "Find it by the PIN code", "पिन कोड से पहचानें"),
    ("billing_address", "Billing address", "बिल का पता"),
    ("billing_same", "Same as the delivery address", "डिलीवरी के पते जैसा ही"),
    ("billing_none", "None", "कोई नहीं"),
    ("billing_other", "Another address", "कोई दूसरा पता"),
    ("to_shipping", "Continue to delivery", "डिलीवरी पर आगे बढ़ें"),
    ("to_payment", "Continue to payment", "भुगतान पर आगे बढ़ें"),
    ("ships_to", "Deliver to", "डिलीवरी का पता"),
    ("bill_to", "Bill to", "बिल का पता"),
    ("change", "Change", "बदलें"),
    ("shipping_method", "How should it be sent?", "किस तरह भेजा जाए?"),
    ("parcel", "Parcel", "पार्सल"),
    ("free", "Free", "मुफ़्त"),
    ("payment_method", "How do you want to pay?", "आप कैसे भुगतान करना चाहेंगे?"),
    ("method_cod", "Cash on delivery", "कैश ऑन डिलीवरी"),
    ("method_manual", "Bank transfer", "बैंक ट्रांसफ़र"),
    ("method_simulator", "Test card", "टेस्ट कार्ड"),
    ("method_none", "Nothing to pay", "कुछ देय नहीं"),
    ("cod_hint", "Pay when the parcel arrives.", "पार्सल मिलने पर भुगतान करें।"),
    ("manual_hint", "You transfer the amount after you have ordered.", "ऑर्डर के बाद आप राशि ट्रांसफ़र करते हैं।"),
    ("simulator_hint", "This shop is in test mode: no money moves.", "यह दुकान टेस्ट मोड में है: कोई पैसा नहीं कटता।"),
    ("instrument", "Test card", "टेस्ट कार्ड"),
    ("tok_approve", "is approved", "स्वीकृत होता है"),
    ("tok_challenge", "asks you to confirm", "पुष्टि माँगता है"),
    ("tok_pending_approve", "is approved later", "बाद में स्वीकृत होता है"),
    ("tok_decline_insufficient_funds", "is declined: not enough money", "अस्वीकृत: पर्याप्त राशि नहीं"),
    ("tok_decline_expired_card", "is declined: expired", "अस्वीकृत: कार्ड की अवधि समाप्त"),
    ("nothing_to_pay", "There is nothing to pay.", "कुछ भी देय नहीं है।"),
    (
        "no_methods",
        "There is no way to pay for this order here. Please write to the shop.",
        "इस ऑर्डर के लिए यहाँ भुगतान का कोई तरीका नहीं है। कृपया दुकान को लिखें।",
    ),
    ("order_and_pay", "Order and pay {amount}", "ऑर्डर करें और {amount} चुकाएँ"),
    ("order_free", "Place the order", "ऑर्डर करें"),
    (
        "agree",
        "By ordering you make an offer to buy that obliges you to pay.",
        "ऑर्डर करने पर आप ख़रीदने और भुगतान करने के लिए बाध्य होते हैं।",
    ),
    ("agree_policies", "The shop’s terms apply:", "दुकान की शर्तें लागू होती हैं:"),
    ("policies", "Policies", "नीतियाँ"),
    ("summary", "Your order", "आपका ऑर्डर"),
    ("quantity", "Quantity", "मात्रा"),
    ("each", "each", "प्रति इकाई"),
    ("mrp", "MRP", "एमआरपी"),
    ("before", "before", "पहले"),
    ("made_in", "Country of origin: {country}", "मूल देश: {country}"),
    ("subtotal", "Subtotal", "उप-योग"),
    ("discount", "Discount", "छूट"),
    ("fee", "Fee", "शुल्क"),
    ("tax", "Tax", "कर"),
    ("rounding", "Rounding", "पूर्णांकन"),
    ("total", "Total", "कुल"),
    ("tax_included", "Includes tax of {amount}", "इसमें {amount} कर शामिल है"),
    ("tax_breakup", "Tax break-up", "कर का विवरण"),
    ("taxable", "Taxable value", "कर योग्य मूल्य"),
    ("rate", "Rate", "दर"),
    ("amount", "Amount", "राशि"),
    ("shipping_later", "Chosen in the next step", "अगले चरण में चुनें"),
    ("short_title", "Not everything can be had any more", "अब सब कुछ उपलब्ध नहीं है"),
    ("fit", "Take out what cannot be had", "अनुपलब्ध वस्तुएँ हटाएँ"),
    ("price_changed_title", "The total has changed", "कुल राशि बदल गई है"),
    (
        "price_changed",
        "It was {before} and is {now} now. Nothing was charged. Please look at your order again and decide.",
        "यह {before} थी और अब {now} है। कुछ भी नहीं काटा गया। कृपया ऑर्डर फिर से देखकर निर्णय लें।",
    ),
    ("details_changed_title", "Your details have changed", "आपका विवरण बदल गया है"),
    (
        "details_changed",
        "They were changed in another window. Nothing was charged. Please look at them again.",
        "इन्हें किसी दूसरी विंडो में बदला गया। कुछ भी नहीं काटा गया। कृपया फिर से देख लें।",
    ),
    ("stale_form_title", "This page was too old", "यह पेज पुराना हो गया था"),
    (
        "stale_form",
        "Nothing was charged. Please look at it again and send it once more.",
        "कुछ भी नहीं काटा गया। कृपया इसे फिर से देखकर दोबारा भेजें।",
    ),
    ("declined_title", "The payment was declined", "भुगतान अस्वीकृत हुआ"),
    (
        "declined",
        "Nothing was charged. Try another way to pay, or try again.",
        "कुछ भी नहीं काटा गया। कोई दूसरा तरीका चुनें या फिर से प्रयास करें।",
    ),
    ("insufficient_funds", "There is not enough money on the account.", "खाते में पर्याप्त राशि नहीं है।"),
    ("expired_card", "The card has expired.", "कार्ड की अवधि समाप्त हो चुकी है।"),
    ("authentication_required", "The bank wants you to confirm the payment.", "बैंक चाहता है कि आप भुगतान की पुष्टि करें।"),
    ("do_not_honour", "The bank has declined it.", "बैंक ने अस्वीकार किया है।"),
    ("timed_out_title", "The payment was not made in time", "भुगतान समय पर नहीं हुआ"),
    ("unreachable_title", "This way to pay cannot be reached now", "भुगतान का यह तरीका अभी उपलब्ध नहीं है"),
    ("not_placed_title", "The order could not be placed", "ऑर्डर नहीं हो सका"),
    (
        "not_placed",
        "Your money goes back to you. Please try again, or write to the shop.",
        "आपका पैसा वापस किया जा रहा है। कृपया फिर से प्रयास करें या दुकान को लिखें।",
    ),
    ("wait_title", "Your order is being placed", "आपका ऑर्डर हो रहा है"),
    (
        "wait",
        "We are waiting for the answer of the bank. This page looks again by itself. You will not be charged twice.",
        "हम बैंक के उत्तर की प्रतीक्षा कर रहे हैं। यह पेज अपने-आप फिर जाँचेगा। आपसे दो बार पैसे नहीं लिए जाएँगे।",
    ),
    ("wait_long_title", "This takes longer than usual", "इसमें सामान्य से अधिक समय लग रहा है"),
    (
        "wait_long",
        "We go on asking the bank. You can close this page: when the order is placed, we write to {email}. You will not be charged twice.",
        "हम बैंक से पूछते रहेंगे। आप यह पेज बंद कर सकते हैं: ऑर्डर होते ही हम {email} पर लिखेंगे। आपसे दो बार पैसे नहीं लिए जाएँगे।",
    ),
    ("look_again", "Look again", "फिर से जाँचें"),
    ("confirm_title", "Please confirm the payment", "कृपया भुगतान की पुष्टि करें"),
    (
        "confirm",
        "Your bank wants you to confirm the payment of {amount}. You come back here afterwards.",
        "आपका बैंक चाहता है कि आप {amount} के भुगतान की पुष्टि करें। इसके बाद आप यहाँ लौट आएँगे।",
    ),
    ("confirm_go", "Confirm the payment", "भुगतान की पुष्टि करें"),
    ("confirmed_already", "I have confirmed it", "मैंने पुष्टि कर दी है"),
    ("pay_otherwise", "Pay another way", "किसी दूसरे तरीके से चुकाएँ"),
    ("empty_title", "There is nothing to buy", "ख़रीदने के लिए कुछ नहीं है"),
    ("empty", "The cart is empty.", "कार्ट ख़ाली है।"),
    ("order_title", "Order {number}", "ऑर्डर {number}"),
    ("thanks", "Thank you for your order", "आपके ऑर्डर के लिए धन्यवाद"),
    ("order_number", "Order number", "ऑर्डर संख्या"),
    ("placed_on", "Placed on {date}", "{date} को किया गया"),
    ("what_next", "What happens next", "आगे क्या होगा"),
    (
        "next_mail",
        "We have written to {email} and write again when the parcel leaves.",
        "हमने {email} पर लिख दिया है और पार्सल रवाना होने पर फिर लिखेंगे।",
    ),
    ("next_mail_digital", "We have written to {email}.", "हमने {email} पर लिख दिया है।"),
    ("next_cod", "Please keep {amount} ready for the courier.", "कृपया कूरियर के लिए {amount} तैयार रखें।"),
    (
        "next_transfer",
        "Please transfer {amount} and name the order number {number}. The parcel leaves when the money has arrived.",
        "कृपया ऑर्डर संख्या {number} लिखकर {amount} ट्रांसफ़र करें। राशि मिलने पर पार्सल रवाना होगा।",
    ),
    ("next_paid", "The payment has been received.", "भुगतान मिल गया है।"),
    ("next_held", "The payment is confirmed.", "भुगतान की पुष्टि हो गई है।"),
    (
        "next_keep",
        "Keep the address of this page: whoever has it can see the order.",
        "इस पेज का पता सँभालकर रखें: जिसके पास यह है वह ऑर्डर देख सकता है।",
    ),
    ("state_cancelled", "This order was cancelled.", "यह ऑर्डर रद्द किया गया।"),
    ("refunded", "Paid back", "वापस किया गया"),
    ("balance", "Still to be paid", "अभी देय"),
    ("paid", "Paid", "चुकाया गया"),
    ("parcels", "Parcels", "पार्सल"),
    ("parcel_pending", "is being packed", "पैक हो रहा है"),
    ("parcel_shipped", "is on its way", "रास्ते में है"),
    ("parcel_delivered", "has arrived", "पहुँच गया"),
    ("track", "Track the parcel", "पार्सल ट्रैक करें"),
    ("seller", "Sold by", "विक्रेता"),
    ("registration_number", "Registration number", "पंजीकरण संख्या"),
    ("tax_number", "Tax number", "कर संख्या"),
    ("gstin", "GSTIN", "जीएसटीआईएन"),
    ("complaints", "Complaints", "शिकायत"),
    ("grievance_officer", "Grievance officer", "शिकायत अधिकारी"),
    ("help", "Questions", "प्रश्न"),
    ("try_again", "Try again", "फिर से प्रयास करें"),
    ("request_id", "Reference for the shop: {id}", "दुकान के लिए संदर्भ: {id}"),
    ("failed_gone_title", "There is nothing here", "यहाँ कुछ नहीं है"),
    (
        "failed_gone",
        "The cart or the order is no longer there, or the address is not complete. Please begin again in the shop.",
        "कार्ट या ऑर्डर अब मौजूद नहीं है, या पता अधूरा है। कृपया दुकान से फिर शुरू करें।",
    ),
    ("failed_busy_title", "The shop is very busy", "दुकान अभी बहुत व्यस्त है"),
    (
        "failed_busy",
        "Please try again in a moment. Nothing is lost, and nothing is charged twice.",
        "कृपया थोड़ी देर में फिर प्रयास करें। कुछ भी नहीं खोया है और दो बार पैसे नहीं लिए जाते।",
    ),
    ("failed_title", "Something went wrong on our side", "हमारी ओर से कुछ गड़बड़ हुई"),
    (
        "failed",
        "Please try again. Nothing is lost, and nothing is charged twice.",
        "कृपया फिर से प्रयास करें। कुछ भी नहीं खोया है और दो बार पैसे नहीं लिए जाते।",
    ),
    ("failed_bad_title", "This could not be read", "इसे पढ़ा नहीं जा सका"),
    ("failed_bad", "Please go back and send the form again.", "कृपया वापस जाकर फ़ॉर्म फिर से भेजें।"),
    // what can be wrong, by code; `name.code` before `code`
    ("err.required", "Please fill this in.", "कृपया इसे भरें।"),
    ("err.email.required", "Please enter your e-mail address.", "कृपया अपना ई-मेल पता भरें।"),
    ("err.name.required", "Please enter the name.", "कृपया नाम भरें।"),
    ("err.line1.required", "Please enter house number and street.", "कृपया मकान नंबर और गली भरें।"),
    ("err.city.required", "Please enter the city.", "कृपया शहर भरें।"),
    ("err.region.required", "Please choose the state.", "कृपया राज्य चुनें।"),
    ("err.country.required", "Please choose the country.", "कृपया देश चुनें।"),
    ("err.postal_code.required", "Please enter the PIN code.", "कृपया पिन कोड भरें।"),
    ("err.method.required", "Please choose how it is sent.", "कृपया चुनें कि कैसे भेजा जाए।"),
    ("err.payment_method.required", "Please choose how you pay.", "कृपया चुनें कि कैसे भुगतान करेंगे।"),
    ("err.instrument.required", "Please choose a card.", "कृपया कार्ड चुनें।"),
    ("err.too_long", "This is too long.", "यह बहुत लंबा है।"),
    (
        "err.invalid_character",
        "There is a character in it that cannot be used.",
        "इसमें ऐसा चिह्न है जिसका उपयोग नहीं हो सकता।",
    ),
    (
        "err.invalid_email",
        "This is not an e-mail address, such as name@example.in.",
        "यह ई-मेल पता नहीं है, जैसे name@example.in।",
    ),
    ("err.invalid_phone", "This is not a telephone number, such as 98765 43210.", "यह फ़ोन नंबर नहीं है, जैसे 98765 43210।"),
    (
        "err.invalid_postal_code",
        "This is not a PIN code: six digits, such as 411001.",
        "यह पिन कोड नहीं है: छह अंक, जैसे 411001।",
    ),
    (
        "err.postal_code_of_other_region",
        "This PIN code is in another state than the one chosen.",
        "यह पिन कोड चुने हुए राज्य का नहीं है।",
    ),
    ("err.invalid_region", "Please choose the state.", "कृपया राज्य चुनें।"),
    ("err.not_served", "The shop does not deliver there.", "दुकान वहाँ डिलीवरी नहीं करती।"),
    ("err.not_shippable", "Nothing can be sent to this address.", "इस पते पर कुछ नहीं भेजा जा सकता।"),
    (
        "err.shipping_method_unavailable",
        "This way of sending is not offered any more. Please choose another one.",
        "भेजने का यह तरीका अब उपलब्ध नहीं है। कृपया दूसरा चुनें।",
    ),
    (
        "err.payment_method_unavailable",
        "This way to pay is not offered for this order. Please choose another one.",
        "भुगतान का यह तरीका इस ऑर्डर के लिए उपलब्ध नहीं है। कृपया दूसरा चुनें।",
    ),
    ("err.line_unavailable", "This item is no longer sold here.", "यह वस्तु अब यहाँ नहीं बिकती।"),
    ("err.line_without_price", "This item has no price here.", "इस वस्तु का यहाँ कोई मूल्य नहीं है।"),
    ("err.out_of_stock", "This item is sold out.", "यह वस्तु बिक चुकी है।"),
    (
        "err.insufficient_stock",
        "Fewer of this item can be had than you want.",
        "यह वस्तु आपकी चाही गई मात्रा से कम उपलब्ध है।",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of a text that are filled.
    fn places(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn every_word_is_there_once_in_every_language_with_the_same_places() {
        assert_eq!(words(Language::English).len(), WORDS.len(), "a name stands twice");
        for (name, english, hindi) in WORDS {
            assert!(!english.is_empty() && !hindi.is_empty(), "{name}");
            assert_eq!(places(english), places(hindi), "{name}");
        }
    }
}
