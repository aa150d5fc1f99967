// Made by openapi-typescript from docs/reference/openapi.json (npm run generate).

export interface paths {
    "/store/v1/shop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who sells here, and whom to turn to */
        get: operations["get_store_shop"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products on sale */
        get: operations["get_store_products"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/products/{product}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One product, by id or handle */
        get: operations["get_store_products_by_product"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Collections */
        get: operations["get_store_collections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/collections/{collection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One collection, by id or handle */
        get: operations["get_store_collections_by_collection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The category tree */
        get: operations["get_store_categories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/pages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pages */
        get: operations["get_store_pages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/pages/{page}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One page, by id or handle */
        get: operations["get_store_pages_by_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/blogs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Blogs */
        get: operations["get_store_blogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/blogs/{blog}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One blog, by id or handle */
        get: operations["get_store_blogs_by_blog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/blogs/{blog}/articles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Articles of a blog, newest first */
        get: operations["get_store_blogs_by_blog_articles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/blogs/{blog}/articles/{article}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One article, by handle */
        get: operations["get_store_blogs_by_blog_articles_by_article"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/menus/{menu}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One menu, by handle */
        get: operations["get_store_menus_by_menu"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/redirects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a path leads that nothing is at */
        get: operations["get_store_redirects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The shop's policies */
        get: operations["get_store_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/policies/{policy}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One policy, by handle */
        get: operations["get_store_policies_by_policy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/metaobjects/{metaobject_type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metaobjects of a type */
        get: operations["get_store_metaobjects_by_metaobject_type"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/metaobjects/{metaobject_type}/{metaobject}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One metaobject, by type and handle */
        get: operations["get_store_metaobjects_by_metaobject_type_by_metaobject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/carts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a cart */
        post: operations["post_store_carts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/carts/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A cart, computed now */
        get: operations["get_store_carts_by_token"];
        put?: never;
        post?: never;
        /** Forget a cart */
        delete: operations["delete_store_carts_by_token"];
        options?: never;
        head?: never;
        /** Change note, attributes, language */
        patch: operations["patch_store_carts_by_token"];
        trace?: never;
    };
    "/store/v1/carts/{token}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put lines in */
        post: operations["post_store_carts_by_token_lines"];
        delete?: never;
        options?: never;
        head?: never;
        /** Change lines, or take them out with quantity 0 */
        patch: operations["patch_store_carts_by_token_lines"];
        trace?: never;
    };
    "/store/v1/carts/{token}/lines/{line}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a line out */
        delete: operations["delete_store_carts_by_token_lines_by_line"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/checkouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a checkout, or get the open one of the cart */
        post: operations["post_store_checkouts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/checkouts/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A checkout, computed now */
        get: operations["get_store_checkouts_by_token"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say who buys, where it goes, how it is sent and paid */
        patch: operations["patch_store_checkouts_by_token"];
        trace?: never;
    };
    "/store/v1/checkouts/{token}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agree to the quote by its hash and turn the checkout into an order */
        post: operations["post_store_checkouts_by_token_complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/checkouts/{token}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a checkout off */
        post: operations["post_store_checkouts_by_token_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/orders/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An order, as its buyer sees it */
        get: operations["get_store_orders_by_token"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hooks/v1/payments/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where a payment provider sends its messages */
        post: operations["post_hooks_payments_by_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open an account */
        post: operations["post_store_customers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/customers/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who you are */
        get: operations["get_store_customers_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what the shop knows of you */
        patch: operations["patch_store_customers_me"];
        trace?: never;
    };
    "/store/v1/customers/me/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your addresses */
        get: operations["get_store_customers_me_addresses"];
        put?: never;
        /** Keep an address */
        post: operations["post_store_customers_me_addresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/customers/me/addresses/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of your addresses */
        get: operations["get_store_customers_me_addresses_by_address"];
        put?: never;
        post?: never;
        /** Forget an address */
        delete: operations["delete_store_customers_me_addresses_by_address"];
        options?: never;
        head?: never;
        /** Change an address */
        patch: operations["patch_store_customers_me_addresses_by_address"];
        trace?: never;
    };
    "/store/v1/customers/me/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you agreed to and withdrew, newest first */
        get: operations["get_store_customers_me_consents"];
        put?: never;
        /** Agree to being written to, or withdraw it */
        post: operations["post_store_customers_me_consents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/customers/me/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your orders, newest first */
        get: operations["get_store_customers_me_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/customers/me/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of your orders */
        get: operations["get_store_customers_me_orders_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/customers/me/cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your open cart, computed now */
        get: operations["get_store_customers_me_cart"];
        put?: never;
        /** Get your cart, with what you gathered as a guest */
        post: operations["post_store_customers_me_cart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products that fit some words */
        get: operations["get_store_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/search/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What somebody who is still typing might look for */
        get: operations["get_store_search_suggest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and the CSRF token of a session by cookie */
        get: operations["get_store_session"];
        put?: never;
        /** Sign in: by cookie, or for tokens */
        post: operations["post_store_session"];
        /** Sign out */
        delete: operations["delete_store_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/session/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange a refresh token, once */
        post: operations["post_store_session_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/customers/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your sessions, the newest first */
        get: operations["get_store_customers_me_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/customers/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions */
        delete: operations["delete_store_customers_me_sessions_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/customers/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your password */
        post: operations["post_store_customers_me_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/customers/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for another e-mail address; it takes effect once it is verified */
        post: operations["post_store_customers_me_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/account/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the token of a verification mail */
        post: operations["post_store_account_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/account/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for another verification mail */
        post: operations["post_store_account_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/account/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a mail to reset a password */
        post: operations["post_store_account_password_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/store/v1/account/password-reset/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a new password with the token of a mail */
        post: operations["post_store_account_password_reset_complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that access tokens are signed with */
        get: operations["get_.well_known_jwks.json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{version}/graphql.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Asks the storefront's GraphQL */
        get: operations["get_api_by_version_graphql.json"];
        put?: never;
        /** Asks the storefront's GraphQL, or has something done by it */
        post: operations["post_api_by_version_graphql.json"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{version}/graphql": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Asks the storefront's GraphQL */
        get: operations["get_api_by_version_graphql"];
        put?: never;
        /** Asks the storefront's GraphQL, or has something done by it */
        post: operations["post_api_by_version_graphql"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in: for a bearer token, or by cookie */
        post: operations["post_admin_session"];
        /** Sign out */
        delete: operations["delete_admin_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who you are and what you may do */
        get: operations["get_admin_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your password */
        post: operations["post_admin_me_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your sessions, the newest first */
        get: operations["get_admin_me_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions */
        delete: operations["delete_admin_me_sessions_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to set up a second factor; its secret is shown once */
        post: operations["post_admin_me_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/me/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm the second factor with a code; shows the recovery codes once */
        post: operations["post_admin_me_second_factor_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/me/second-factor/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take your second factor away */
        post: operations["post_admin_me_second_factor_remove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/me/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make new recovery codes; the old ones die */
        post: operations["post_admin_me_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a mail to reset a password */
        post: operations["post_admin_password_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/password-reset/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a new password with the token of a mail */
        post: operations["post_admin_password_reset_complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/staff/{id}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take somebody's second factor away, who may do no more than you */
        delete: operations["delete_admin_staff_by_id_second_factor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/staff/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Somebody's sessions */
        get: operations["get_admin_staff_by_id_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End anybody's session */
        delete: operations["delete_admin_sessions_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that access tokens are signed with */
        get: operations["get_admin_signing_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/signing-keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the next signing key sign; revoke the present one if you must */
        post: operations["post_admin_signing_keys_rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Staff */
        get: operations["get_admin_staff"];
        put?: never;
        /** Add a member of staff */
        post: operations["post_admin_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/staff/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One member of staff */
        get: operations["get_admin_staff_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a member of staff */
        patch: operations["patch_admin_staff_by_id"];
        trace?: never;
    };
    "/admin/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Roles */
        get: operations["get_admin_roles"];
        put?: never;
        /** Make a role */
        post: operations["post_admin_roles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/roles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One role */
        get: operations["get_admin_roles_by_id"];
        put?: never;
        post?: never;
        /** Delete a role that nobody has */
        delete: operations["delete_admin_roles_by_id"];
        options?: never;
        head?: never;
        /** Change a role; of one that came with the shop only second_factor */
        patch: operations["patch_admin_roles_by_id"];
        trace?: never;
    };
    "/admin/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API keys */
        get: operations["get_admin_api_keys"];
        put?: never;
        /** Make an API key; its secret is shown once */
        post: operations["post_admin_api_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key at once */
        delete: operations["delete_admin_api_keys_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/storefront-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Storefront tokens */
        get: operations["get_admin_storefront_tokens"];
        put?: never;
        /** Make a storefront token; a private one is shown once */
        post: operations["post_admin_storefront_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/storefront-tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a storefront token at once */
        delete: operations["delete_admin_storefront_tokens_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/shop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The shop's profile */
        get: operations["get_admin_shop"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the shop's profile */
        patch: operations["patch_admin_shop"];
        trace?: never;
    };
    "/admin/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Channels */
        get: operations["get_admin_channels"];
        put?: never;
        /** Make a channel */
        post: operations["post_admin_channels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One channel */
        get: operations["get_admin_channels_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a channel */
        patch: operations["patch_admin_channels_by_id"];
        trace?: never;
    };
    "/admin/v1/tax-registrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tax registrations */
        get: operations["get_admin_tax_registrations"];
        put?: never;
        /** Add a tax registration */
        post: operations["post_admin_tax_registrations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tax-registrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** End a tax registration */
        patch: operations["patch_admin_tax_registrations_by_id"];
        trace?: never;
    };
    "/admin/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Products */
        get: operations["get_admin_products"];
        put?: never;
        /** Make a product */
        post: operations["post_admin_products"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/products/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make or change up to 1,000 products by handle, all or nothing */
        post: operations["post_admin_products_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/products/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One product */
        get: operations["get_admin_products_by_id"];
        put?: never;
        post?: never;
        /** Take a product away for good */
        delete: operations["delete_admin_products_by_id"];
        options?: never;
        head?: never;
        /** Change a product */
        patch: operations["patch_admin_products_by_id"];
        trace?: never;
    };
    "/admin/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The category tree */
        get: operations["get_admin_categories"];
        put?: never;
        /** Make a category */
        post: operations["post_admin_categories"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/categories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an empty category away */
        delete: operations["delete_admin_categories_by_id"];
        options?: never;
        head?: never;
        /** Change a category */
        patch: operations["patch_admin_categories_by_id"];
        trace?: never;
    };
    "/admin/v1/metafield-definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metafield definitions */
        get: operations["get_admin_metafield_definitions"];
        put?: never;
        /** Define a metafield */
        post: operations["post_admin_metafield_definitions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/metafield-definitions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a definition away; values stay */
        delete: operations["delete_admin_metafield_definitions_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Collections */
        get: operations["get_admin_collections"];
        put?: never;
        /** Make a collection */
        post: operations["post_admin_collections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/collections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One collection */
        get: operations["get_admin_collections_by_id"];
        put?: never;
        post?: never;
        /** Take a collection away; its products stay */
        delete: operations["delete_admin_collections_by_id"];
        options?: never;
        head?: never;
        /** Change a collection */
        patch: operations["patch_admin_collections_by_id"];
        trace?: never;
    };
    "/admin/v1/pages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pages */
        get: operations["get_admin_pages"];
        put?: never;
        /** Make a page */
        post: operations["post_admin_pages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/pages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a page */
        get: operations["get_admin_pages_by_id"];
        put?: never;
        post?: never;
        /** Take a page away */
        delete: operations["delete_admin_pages_by_id"];
        options?: never;
        head?: never;
        /** Change a page */
        patch: operations["patch_admin_pages_by_id"];
        trace?: never;
    };
    "/admin/v1/blogs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Blogs */
        get: operations["get_admin_blogs"];
        put?: never;
        /** Make a blog */
        post: operations["post_admin_blogs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/blogs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a blog */
        get: operations["get_admin_blogs_by_id"];
        put?: never;
        post?: never;
        /** Take a blog away */
        delete: operations["delete_admin_blogs_by_id"];
        options?: never;
        head?: never;
        /** Change a blog */
        patch: operations["patch_admin_blogs_by_id"];
        trace?: never;
    };
    "/admin/v1/articles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Articles */
        get: operations["get_admin_articles"];
        put?: never;
        /** Make an article */
        post: operations["post_admin_articles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/articles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an article */
        get: operations["get_admin_articles_by_id"];
        put?: never;
        post?: never;
        /** Take an article away */
        delete: operations["delete_admin_articles_by_id"];
        options?: never;
        head?: never;
        /** Change an article */
        patch: operations["patch_admin_articles_by_id"];
        trace?: never;
    };
    "/admin/v1/menus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Menus */
        get: operations["get_admin_menus"];
        put?: never;
        /** Make a menu */
        post: operations["post_admin_menus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/menus/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a menu */
        get: operations["get_admin_menus_by_id"];
        put?: never;
        post?: never;
        /** Take a menu away */
        delete: operations["delete_admin_menus_by_id"];
        options?: never;
        head?: never;
        /** Change a menu */
        patch: operations["patch_admin_menus_by_id"];
        trace?: never;
    };
    "/admin/v1/redirects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Redirects */
        get: operations["get_admin_redirects"];
        put?: never;
        /** Make a redirect */
        post: operations["post_admin_redirects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/redirects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a redirect */
        get: operations["get_admin_redirects_by_id"];
        put?: never;
        post?: never;
        /** Take a redirect away */
        delete: operations["delete_admin_redirects_by_id"];
        options?: never;
        head?: never;
        /** Change a redirect */
        patch: operations["patch_admin_redirects_by_id"];
        trace?: never;
    };
    "/admin/v1/metaobject-definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Definitions of metaobjects */
        get: operations["get_admin_metaobject_definitions"];
        put?: never;
        /** Make a definition of metaobjects */
        post: operations["post_admin_metaobject_definitions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/metaobject-definitions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a definition of metaobjects */
        get: operations["get_admin_metaobject_definitions_by_id"];
        put?: never;
        post?: never;
        /** Take a definition of metaobjects away */
        delete: operations["delete_admin_metaobject_definitions_by_id"];
        options?: never;
        head?: never;
        /** Change a definition of metaobjects */
        patch: operations["patch_admin_metaobject_definitions_by_id"];
        trace?: never;
    };
    "/admin/v1/metaobjects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metaobjects */
        get: operations["get_admin_metaobjects"];
        put?: never;
        /** Make a metaobject */
        post: operations["post_admin_metaobjects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/metaobjects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a metaobject */
        get: operations["get_admin_metaobjects_by_id"];
        put?: never;
        post?: never;
        /** Take a metaobject away */
        delete: operations["delete_admin_metaobjects_by_id"];
        options?: never;
        head?: never;
        /** Change a metaobject */
        patch: operations["patch_admin_metaobjects_by_id"];
        trace?: never;
    };
    "/admin/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The shop's policies */
        get: operations["get_admin_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/policies/{policy}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One policy */
        get: operations["get_admin_policies_by_policy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a policy */
        patch: operations["patch_admin_policies_by_policy"];
        trace?: never;
    };
    "/admin/v1/price-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Price lists */
        get: operations["get_admin_price_lists"];
        put?: never;
        /** Make a price list */
        post: operations["post_admin_price_lists"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/price-lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a price list */
        patch: operations["patch_admin_price_lists_by_id"];
        trace?: never;
    };
    "/admin/v1/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set up to 10,000 prices in one list, all or nothing */
        post: operations["post_admin_prices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/variants/{id}/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every price a variant had or will have */
        get: operations["get_admin_variants_by_id_prices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/variants/{id}/lowest-prior-price": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lowest price of the 30 days before the present one began */
        get: operations["get_admin_variants_by_id_lowest_prior_price"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tax-classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tax classes */
        get: operations["get_admin_tax_classes"];
        put?: never;
        /** Make a tax class */
        post: operations["post_admin_tax_classes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tax-rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tax rates */
        get: operations["get_admin_tax_rates"];
        put?: never;
        /** Add a tax rate */
        post: operations["post_admin_tax_rates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tax-rates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** End a tax rate */
        patch: operations["patch_admin_tax_rates_by_id"];
        trace?: never;
    };
    "/admin/v1/shipping-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shipping methods */
        get: operations["get_admin_shipping_methods"];
        put?: never;
        /** Make a shipping method */
        post: operations["post_admin_shipping_methods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/shipping-methods/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a shipping method */
        patch: operations["patch_admin_shipping_methods_by_id"];
        trace?: never;
    };
    "/admin/v1/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Locations */
        get: operations["get_admin_locations"];
        put?: never;
        /** Make a location */
        post: operations["post_admin_locations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/locations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a location */
        patch: operations["patch_admin_locations_by_id"];
        trace?: never;
    };
    "/admin/v1/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stock levels */
        get: operations["get_admin_stock"];
        put?: never;
        /** Put levels and policies to what was counted, all or nothing */
        post: operations["post_admin_stock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/stock/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add to or take from levels, all or nothing */
        post: operations["post_admin_stock_adjustments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/stock/movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What moved stock, newest first */
        get: operations["get_admin_stock_movements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/stock/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stock held for checkouts */
        get: operations["get_admin_stock_reservations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Transfers, newest first */
        get: operations["get_admin_transfers"];
        put?: never;
        /** Send stock to another location */
        post: operations["post_admin_transfers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/transfers/{id}/receive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stock has arrived */
        post: operations["post_admin_transfers_by_id_receive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/transfers/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stock goes back to where it left */
        post: operations["post_admin_transfers_by_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders, newest first unless asked otherwise */
        get: operations["get_admin_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One order */
        get: operations["get_admin_orders_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an order: goods go back to stock, money goes back */
        post: operations["post_admin_orders_by_id_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Complete an order by hand */
        post: operations["post_admin_orders_by_id_complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/fulfilments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send goods, all that is left or some */
        post: operations["post_admin_orders_by_id_fulfilments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/fulfilments/{fulfilment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a fulfilment's state or tracking */
        patch: operations["patch_admin_orders_by_id_fulfilments_by_fulfilment"];
        trace?: never;
    };
    "/admin/v1/orders/{id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pay money back, never more than was captured */
        post: operations["post_admin_orders_by_id_refunds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a note for staff */
        post: operations["post_admin_orders_by_id_notes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/orders/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, oldest first */
        get: operations["get_admin_orders_by_id_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/carts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Carts, last changed first */
        get: operations["get_admin_carts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/checkouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checkouts, newest first */
        get: operations["get_admin_checkouts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers, newest first unless asked otherwise */
        get: operations["get_admin_customers"];
        put?: never;
        /** Write a customer down; he has no account until he registers */
        post: operations["post_admin_customers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/customers/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tag and untag many customers, put them into groups and take them out */
        post: operations["post_admin_customers_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One customer */
        get: operations["get_admin_customers_by_id"];
        put?: never;
        post?: never;
        /** Delete a customer who never bought, and his account */
        delete: operations["delete_admin_customers_by_id"];
        options?: never;
        head?: never;
        /** Change a customer */
        patch: operations["patch_admin_customers_by_id"];
        trace?: never;
    };
    "/admin/v1/customers/{id}/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A customer's orders, newest first */
        get: operations["get_admin_customers_by_id_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/customers/{id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a customer agreed to and withdrew, newest first */
        get: operations["get_admin_customers_by_id_consents"];
        put?: never;
        /** Write down what a customer agreed to or withdrew */
        post: operations["post_admin_customers_by_id_consents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/customers/{id}/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A customer's addresses */
        get: operations["get_admin_customers_by_id_addresses"];
        put?: never;
        /** Keep an address of a customer */
        post: operations["post_admin_customers_by_id_addresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/customers/{id}/addresses/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One address of a customer */
        get: operations["get_admin_customers_by_id_addresses_by_address"];
        put?: never;
        post?: never;
        /** Forget an address */
        delete: operations["delete_admin_customers_by_id_addresses_by_address"];
        options?: never;
        head?: never;
        /** Change an address */
        patch: operations["patch_admin_customers_by_id_addresses_by_address"];
        trace?: never;
    };
    "/admin/v1/customer-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Groups of customers */
        get: operations["get_admin_customer_groups"];
        put?: never;
        /** Make a group of customers */
        post: operations["post_admin_customer_groups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/customer-groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One group */
        get: operations["get_admin_customer_groups_by_id"];
        put?: never;
        post?: never;
        /** Delete a group; its members stay customers */
        delete: operations["delete_admin_customer_groups_by_id"];
        options?: never;
        head?: never;
        /** Change a group's name */
        patch: operations["patch_admin_customer_groups_by_id"];
        trace?: never;
    };
    "/admin/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Payments, newest first */
        get: operations["get_admin_payments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One payment */
        get: operations["get_admin_payments_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/payments/{id}/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A payment's ledger, oldest first */
        get: operations["get_admin_payments_by_id_facts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/payments/{id}/capture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take held money, all or some */
        post: operations["post_admin_payments_by_id_capture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/payments/{id}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a hold back */
        post: operations["post_admin_payments_by_id_void"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/payments/{id}/received": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record money that came in by bank transfer or in cash */
        post: operations["post_admin_payments_by_id_received"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/payments/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a payment go on that was held for staff */
        post: operations["post_admin_payments_by_id_release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/payments/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask the provider how it stands */
        post: operations["post_admin_payments_by_id_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/provider-operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operations asked of providers, and those that wait for staff */
        get: operations["get_admin_provider_operations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/provider-operations/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try an operation again */
        post: operations["post_admin_provider_operations_by_id_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports, newest first */
        get: operations["get_admin_exports"];
        put?: never;
        /** Ask for a CSV of products, stock (needs inventory:read too), orders (orders:read) or customers (customers:read) */
        post: operations["post_admin_exports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One export, with how far it is */
        get: operations["get_admin_exports_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fetch the file of an export that is finished */
        get: operations["get_admin_exports_by_id_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports, newest first */
        get: operations["get_admin_imports"];
        put?: never;
        /** Import a CSV: products in Shopify's format, stock (needs inventory:write too) or customers (customers:write too); the work goes on as a job */
        post: operations["post_admin_imports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import, with how far it is */
        get: operations["get_admin_imports_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/imports/{id}/rejections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rows that were refused, with line, column and reason */
        get: operations["get_admin_imports_by_id_rejections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures, newest first */
        get: operations["get_admin_media"];
        put?: never;
        /** Keep a picture (JPEG, PNG, WebP, GIF): as the body itself, or as the field `file` of a form. The same picture again is answered as it is kept */
        post: operations["post_admin_media"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/media/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One picture */
        get: operations["get_admin_media_by_id"];
        put?: never;
        post?: never;
        /** Take a picture away that nothing shows */
        delete: operations["delete_admin_media_by_id"];
        options?: never;
        head?: never;
        /** Say what is to be seen on a picture */
        patch: operations["patch_admin_media_by_id"];
        trace?: never;
    };
    "/admin/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mails, newest first */
        get: operations["get_admin_notifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/notifications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One mail with its text and every try to send it */
        get: operations["get_admin_notifications_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/notifications/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a mail again, at once and with all its tries */
        post: operations["post_admin_notifications_by_id_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/mail-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Templates of mails */
        get: operations["get_admin_mail_templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/mail-templates/{kind}/{locale}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The template that a mail is written with */
        get: operations["get_admin_mail_templates_by_kind_by_locale"];
        /** Put the shop's own template in place; one that does not work is refused */
        put: operations["put_admin_mail_templates_by_kind_by_locale"];
        post?: never;
        /** Go back to the template that Infrasell brings */
        delete: operations["delete_admin_mail_templates_by_kind_by_locale"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/mail-templates/{kind}/{locale}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How a mail looks with sample data, by the template in place or by a draft */
        post: operations["post_admin_mail_templates_by_kind_by_locale_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/mail-templates/{kind}/{locale}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a mail with sample data */
        post: operations["post_admin_mail_templates_by_kind_by_locale_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What staff and keys wrote, newest first */
        get: operations["get_admin_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/audit/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One entry of the audit trail */
        get: operations["get_admin_audit_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/audit-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check that no entry was removed, changed or moved; names the first that was */
        post: operations["post_admin_audit_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks */
        get: operations["get_admin_webhooks"];
        put?: never;
        /** Make a webhook; its secret is shown once */
        post: operations["post_admin_webhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook */
        get: operations["get_admin_webhooks_by_id"];
        put?: never;
        post?: never;
        /** Take a webhook away, with what waits for it */
        delete: operations["delete_admin_webhooks_by_id"];
        options?: never;
        head?: never;
        /** Change a webhook, pause it or go on with it */
        patch: operations["patch_admin_webhooks_by_id"];
        trace?: never;
    };
    "/admin/v1/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a webhook another secret, shown once; both sign for a while */
        post: operations["post_admin_webhooks_by_id_rotate_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/webhook-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages to webhooks, newest first */
        get: operations["get_admin_webhook_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/webhook-deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One message with every try */
        get: operations["get_admin_webhook_deliveries_by_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/webhook-deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a message again, at once and with all its tries */
        post: operations["post_admin_webhook_deliveries_by_id_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs, newest first; dead ones wait for staff */
        get: operations["get_admin_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget a dead job */
        delete: operations["delete_admin_jobs_by_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a dead job again, at once and with all its tries */
        post: operations["post_admin_jobs_by_id_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check every service's books, and compare them with each other */
        post: operations["post_admin_reconciliation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What is said of a picture beside its bytes; a form may say it in fields of these names. */
        About: {
            /**
             * @description What is to be seen on it; up to 512 characters.
             * @default
             */
            alt?: string;
            /**
             * @description What its file is called; its name in addresses is made of this.
             * @default
             */
            file_name?: string;
        };
        /** @description What lets a customer in. */
        AccountState: "none" | "unverified" | "verified";
        /** @description An address that a customer keeps. */
        Address: {
            /** @description The address. */
            address: components["schemas"]["PostalAddress"];
            /**
             * Format: date-time
             * @description When it was kept.
             */
            created_at: string;
            /** @description Whether it is billed unless he says otherwise. */
            default_billing: boolean;
            /** @description Whether goods go there unless he says otherwise. */
            default_shipping: boolean;
            /**
             * @description Its id.
             * @example addr_1042
             */
            id: string;
            /** @description The lines on a parcel, the first on top. */
            label: string[];
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change of the address itself; the ETag.
             */
            version: number;
        };
        /** @description An address of a customer. */
        AddressAt: {
            /**
             * @description Which.
             * @example addr_1042
             */
            address: string;
            /**
             * @description Which.
             * @example cust_1042
             */
            id: string;
        };
        /** @description An address to keep. */
        AddressInput: {
            /** @description The address. */
            address: components["schemas"]["PostalAddress"];
            /**
             * @description Whether it is billed from now on unless he says otherwise.
             * @default false
             */
            default_billing?: boolean;
            /**
             * @description Whether goods go there from now on unless he says otherwise. The first address is taken for both.
             * @default false
             */
            default_shipping?: boolean;
        };
        /** @description A change to an address; absent fields stay. */
        AddressPatch: {
            /** @description The whole address anew. */
            address?: components["schemas"]["PostalAddress"] | null;
            /** @description Whether it is billed unless he says otherwise. */
            default_billing?: boolean | null;
            /** @description Whether goods go there unless he says otherwise. */
            default_shipping?: boolean | null;
        };
        /** @description Adds to or takes from levels, all or nothing. */
        AdjustStock: {
            /** @description At most 1,000. */
            adjustments: components["schemas"]["AdjustmentInput"][];
            /** @description Why, in words. */
            reason: string;
        };
        /** @description Adds to or takes from one level. */
        AdjustmentInput: {
            /**
             * Format: int64
             * @description How many more, or fewer when negative; not 0.
             */
            delta: number;
            /**
             * @description Where.
             * @example loc_1042
             */
            location: string;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
        };
        /** @description What comes next, whether there is such an account or not. */
        Advice: {
            /** @description For the person who asked. */
            message: string;
        };
        /** @description What comes next, whether there is such an account or not. */
        Advice2: {
            /** @description For the person who asked. */
            message: string;
        };
        /** @description How many units of a line are held where. */
        Allocation: {
            /** @description The line's key. */
            key: string;
            /**
             * @description Where.
             * @example loc_1042
             */
            location: string;
            /**
             * Format: int64
             * @description How many.
             */
            quantity: number;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
        };
        /** @description A GraphQL answer. */
        Answered: {
            /** @description What was asked for. */
            data?: {
                [key: string]: unknown;
            } | null;
            /** @description What went wrong, each with a `message`, `locations` or a `path`, and a `code` in its `extensions`. */
            errors?: {
                [key: string]: unknown;
            }[] | null;
            /** @description What it cost. */
            extensions?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description An API key, without its secret. */
        ApiKey: {
            /** @description The channels it is limited to; absent means all. */
            channels?: string[] | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it stops working; absent means never.
             */
            expires_at?: string | null;
            /**
             * @description Its id.
             * @example key_1042
             */
            id: string;
            /**
             * Format: date-time
             * @description When it was last used, to the minute.
             */
            last_used_at?: string | null;
            /** @description What it is for. */
            name: string;
            /** @description The first characters of the secret, to tell keys apart. */
            prefix: string;
            /**
             * Format: date-time
             * @description When it was revoked.
             */
            revoked_at?: string | null;
            /** @description Its role, by code. */
            role: string;
        };
        /** @description An API key. */
        ApiKeyAt: {
            /**
             * @description Which.
             * @example key_1042
             */
            id: string;
        };
        /** @description A new API key. */
        ApiKeyInput: {
            /**
             * @description The channels it is limited to; absent means all.
             * @default null
             */
            channels?: string[] | null;
            /**
             * Format: date-time
             * @description When it stops working; absent means never.
             * @default null
             */
            expires_at?: string | null;
            /** @description What it is for. */
            name: string;
            /** @description Its role, by code. */
            role: string;
        };
        /** @description How an answer came about. */
        Arm: {
            /** @description The way of ranking: `all_words`, or `any_word` when no product has all of them. */
            name: string;
            /**
             * Format: int64
             * @description How likely this way was to be taken.
             */
            propensity: number;
        };
        /** @description An article of a blog. */
        Article: {
            /** @description Its title. */
            title: string;
            /** @description Who wrote it. */
            author: components["schemas"]["Author"];
            /**
             * @description The blog it is in.
             * @example blog_1042
             */
            blog: string;
            /** @description The blog's name in addresses. */
            blog_handle: string;
            /** @description HTML, cleaned of what could do harm. */
            body_html: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description A few words of it, HTML. */
            excerpt_html: string;
            /** @description Its name in addresses: `/blogs/{blog_handle}/{handle}`. */
            handle: string;
            /**
             * @description Its id.
             * @example art_1042
             */
            id: string;
            /** @description Its picture. */
            image?: components["schemas"]["Media"] | null;
            /**
             * Format: date-time
             * @description From when it is shown; absent means never.
             */
            published_at?: string | null;
            /** @description What search engines show. */
            seo: components["schemas"]["Seo"];
            /** @description Its tags, sorted, each once. */
            tags: string[];
            /** @description Its texts in other languages. */
            translations?: {
                [key: string]: components["schemas"]["Translation"];
            };
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description An article. */
        ArticleAt: {
            /**
             * @description Which.
             * @example art_1042
             */
            id: string;
        };
        /** @description What a list of articles is narrowed to, and its order. */
        ArticleFilter: {
            /** @description Only those of this blog, by handle. */
            blog?: string | null;
            /**
             * @description In what direction.
             * @default asc
             */
            direction?: components["schemas"]["Direction"];
            /** @description Only those that contain every word of this in title or handle. */
            search?: string | null;
            /**
             * @description By what they are sorted.
             * @default id
             */
            sort?: components["schemas"]["ContentSort"];
            /** @description Only those with this tag. */
            tag?: string | null;
        };
        /** @description A new article. */
        ArticleInput: {
            /** @description Its title. */
            title: string;
            /**
             * @description Who wrote it.
             * @default {
             *       "bio": "",
             *       "name": ""
             *     }
             */
            author?: components["schemas"]["Author"];
            /**
             * @description The blog it is in. It stays there.
             * @example blog_1042
             */
            blog: string;
            /**
             * @description HTML; what could do harm is taken out.
             * @default
             */
            body_html?: string;
            /**
             * @description A few words of it, HTML.
             * @default
             */
            excerpt_html?: string;
            /**
             * @description Made from the title when absent; unique in its blog.
             * @default null
             */
            handle?: string | null;
            /**
             * @description Its picture.
             * @default null
             */
            image?: components["schemas"]["Media"] | null;
            /**
             * Format: date-time
             * @description From when it is shown; now when absent, never when null.
             */
            published_at?: string | null;
            /**
             * @description What search engines show.
             * @default {
             *       "title": "",
             *       "description": ""
             *     }
             */
            seo?: components["schemas"]["Seo"];
            /**
             * @description Its tags, up to 250.
             * @default []
             */
            tags?: string[];
            /**
             * @description Its texts in other languages.
             * @default {}
             */
            translations?: {
                [key: string]: components["schemas"]["Translation"];
            };
        };
        /** @description An article by the handles of its blog and its own. */
        ArticleNameAt: {
            /** @description Which. */
            article: string;
            /** @description Which. */
            blog: string;
        };
        /** @description A change to an article; absent fields stay. */
        ArticlePatch: {
            /**
             * @description Its title.
             * @default null
             */
            title?: string | null;
            /** @description Who wrote it; null means nobody is named. */
            author?: components["schemas"]["Author"] | null;
            /** @description HTML; null empties it. */
            body_html?: string | null;
            /** @description A few words of it, HTML; null empties it. */
            excerpt_html?: string | null;
            /**
             * @description A new name in addresses; the old one leads here from then on.
             * @default null
             */
            handle?: string | null;
            /** @description Its picture; null takes it away. */
            image?: components["schemas"]["Media"] | null;
            /**
             * Format: date-time
             * @description From when it is shown; null means never.
             */
            published_at?: string | null;
            /** @description What search engines show; null empties it. */
            seo?: components["schemas"]["Seo"] | null;
            /**
             * @description Its tags.
             * @default null
             */
            tags?: string[] | null;
            /** @description All its texts in other languages; null takes them away. */
            translations?: {
                [key: string]: components["schemas"]["Translation"];
            } | null;
        };
        /** @description A GraphQL request. */
        Asked: {
            /** @description `{"persistedQuery": {"version": 1, "sha256Hash": "…"}}`. */
            extensions?: {
                [key: string]: unknown;
            } | null;
            /** @description Which of its operations. */
            operationName?: string | null;
            /** @description The document; may be left out when `extensions.persistedQuery` names one that is known. */
            query?: string | null;
            /** @description The variables. */
            variables?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description A GraphQL request in an address. */
        AskedInAddress: {
            /** @description As JSON: `{"persistedQuery": {"version": 1, "sha256Hash": "…"}}`. */
            extensions?: string | null;
            /** @description Which of its operations. */
            operationName?: string | null;
            /** @description The document, of queries only. */
            query?: string | null;
            /** @description The variables, as JSON. */
            variables?: string | null;
        };
        /** @description One try to send a mail. */
        Attempt: {
            /**
             * Format: date-time
             * @description When it began.
             */
            begun_at: string;
            /** @description What the server said, or why it failed. */
            detail: string;
            /**
             * Format: date-time
             * @description When it ended.
             */
            ended_at?: string | null;
            /** @description The engine: `file`, `smtp`. */
            engine: string;
            /**
             * Format: int64
             * @description Which try, from 1.
             */
            number: number;
            /** @description How it ended. */
            outcome: components["schemas"]["AttemptOutcome"];
        };
        /** @description How one try ended. */
        AttemptOutcome: "sending" | "sent" | "failed" | "refused" | "unknown";
        /** @description An end of the trail that somebody has noted elsewhere. */
        AuditAnchor: {
            /**
             * @description The entry that was the last one.
             * @example aud_1042
             */
            entry: string;
            /** @description Its hash. */
            hash: string;
        };
        /** @description One invariant, checked over everything it speaks of. */
        AuditCheck: {
            /** @description Each record that breaks it, with both figures. */
            differences: string[];
            /**
             * Format: int64
             * @description How many records it was checked on.
             */
            examined: number;
            /** @description The invariant in words: `stock level = sum of movements`. */
            name: string;
        };
        /** @description One write by a member of staff or a key. Secrets and personal fields are masked. */
        AuditEntry: {
            /** @description What: `catalog.update_product`. */
            action: string;
            /** @description Who: `staff_7`, `key_3`. */
            actor: string;
            /** @description What of it is there now. */
            after: unknown;
            /** @description What was asked for. */
            asked: unknown;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description What of it was there before; null when there was nothing, or it is told elsewhere (stock: its movements). */
            before: unknown;
            /** @description Over the entry and the one before it: SHA-256, hexadecimal. */
            hash: string;
            /**
             * @description Its place in the trail, from 1 without a gap.
             * @example aud_1042
             */
            id: string;
            /** @description To what: `prod_7`; empty when it was many things. */
            object: string;
            /** @description Under which request. */
            request_id: string;
        };
        /** @description An entry of the audit trail. */
        AuditEntryAt: {
            /**
             * @description Which.
             * @example aud_1042
             */
            id: string;
        };
        /** @description An entry that is not in order. */
        AuditFault: {
            /**
             * @description Which.
             * @example aud_1042
             */
            entry: string;
            /** @description Why, in words. */
            reason: string;
        };
        /** @description What a list of entries is narrowed to. */
        AuditFilter: {
            /**
             * @description Only this action: `catalog.update_product`; with a dot at its end all of a service: `catalog.`.
             * @default null
             */
            action?: string | null;
            /**
             * @description Only those by this member of staff or key: `staff_7`, `key_3`.
             * @default null
             */
            actor?: string | null;
            /**
             * @description Only to this: `prod_7`.
             * @default null
             */
            object?: string | null;
            /**
             * @description Only under this request.
             * @default null
             */
            request_id?: string | null;
            /**
             * Format: date-time
             * @description Only those at or after this time.
             * @default null
             */
            since?: string | null;
            /**
             * Format: date-time
             * @description Only those before this time.
             * @default null
             */
            until?: string | null;
        };
        /** @description What a service found in its own books. */
        AuditReport: {
            /** @description One entry an invariant. */
            checks: components["schemas"]["AuditCheck"][];
        };
        /** @description What the check of the trail has found. */
        AuditVerification: {
            /**
             * Format: int64
             * @description How many entries are in order.
             */
            entries: number;
            /** @description The first entry that is not in order, and why. */
            fault?: components["schemas"]["AuditFault"] | null;
            /** @description The last entry and its hash, to note elsewhere; absent while the trail is empty or not intact. */
            head?: components["schemas"]["AuditAnchor"] | null;
            /** @description Whether every entry is as it was written. */
            intact: boolean;
        };
        /** @description Who wrote an article, as readers see it. */
        Author: {
            /**
             * @description A few words about the author.
             * @default
             */
            bio?: string;
            /**
             * @description The whole name; empty when nobody is named.
             * @default
             */
            name?: string;
        };
        /** @description What happens when there is not enough. */
        BackorderPolicy: "deny" | "continue";
        /** @description A blog. */
        Blog: {
            /** @description Its title. */
            title: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Its name in addresses: `/blogs/{handle}`. */
            handle: string;
            /**
             * @description Its id.
             * @example blog_1042
             */
            id: string;
            /** @description What search engines show. */
            seo: components["schemas"]["Seo"];
            /** @description Its texts in other languages. */
            translations?: {
                [key: string]: components["schemas"]["Translation"];
            };
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A blog. */
        BlogAt: {
            /**
             * @description Which.
             * @example blog_1042
             */
            id: string;
        };
        /** @description A new blog. */
        BlogInput: {
            /**
             * @description Its title.
             * @default
             */
            title?: string;
            /**
             * @description Made from the title when absent.
             * @default null
             */
            handle?: string | null;
            /**
             * @description What search engines show.
             * @default {
             *       "title": "",
             *       "description": ""
             *     }
             */
            seo?: components["schemas"]["Seo"];
            /**
             * @description Its texts in other languages.
             * @default {}
             */
            translations?: {
                [key: string]: components["schemas"]["Translation"];
            };
        };
        /** @description A blog by id or handle. */
        BlogNameAt: {
            /** @description Which. */
            blog: string;
        };
        /** @description A change to a blog; absent fields stay. */
        BlogPatch: {
            /**
             * @description Its title.
             * @default null
             */
            title?: string | null;
            /**
             * @description A new name in addresses; the old one leads here from then on.
             * @default null
             */
            handle?: string | null;
            /** @description What search engines show; null empties it. */
            seo?: components["schemas"]["Seo"] | null;
            /** @description All its texts in other languages; null takes them away. */
            translations?: {
                [key: string]: components["schemas"]["Translation"];
            } | null;
        };
        /** @description Tags, untags, puts into groups and takes out. What somebody has already, or does not have, changes nothing. */
        BulkCustomers: {
            /**
             * @description Groups that they come into.
             * @default []
             */
            add_groups?: string[];
            /**
             * @description Tags that they get.
             * @default []
             */
            add_tags?: string[];
            /** @description Who; 1 to 1,000. */
            customers: string[];
            /**
             * @description Groups that they are taken out of.
             * @default []
             */
            remove_groups?: string[];
            /**
             * @description Tags that are taken from them.
             * @default []
             */
            remove_tags?: string[];
        };
        /** @description What a bulk change did. */
        BulkDone: {
            /**
             * Format: int64
             * @description How many customers are different now.
             */
            changed: number;
        };
        /** @description Why an order is cancelled. */
        Cancellation: {
            /** @description Why. */
            reason: string;
            /** @description Whether its goods go back to stock; yes when absent. */
            restock?: boolean | null;
        };
        /** @description What an engine can do; the admin shows no button for what it cannot. */
        Capabilities: {
            /** @description Whether money is held first and captured later. */
            authorise: boolean;
            /**
             * Format: int64
             * @description The largest amount, minor units.
             */
            max_minor: number;
            /**
             * Format: int64
             * @description The smallest amount, minor units.
             */
            min_minor: number;
            /** @description Whether it can be captured in several parts. */
            multiple_captures: boolean;
            /**
             * @description Whether it is paid at the door, so that the goods leave before the money is there.
             * @default false
             */
            paid_at_door?: boolean;
            /** @description Whether less than the whole can be captured. */
            partial_capture: boolean;
            /** @description Whether less than the whole can be paid back. */
            partial_refund: boolean;
            /** @description Whether an order can be placed before the money is there. */
            pays_later: boolean;
            /** @description Whether staff record what was received by hand. */
            recorded_by_staff: boolean;
            /** @description Whether money can be paid back. */
            refund: boolean;
            /** @description Whether a hold can be given back. */
            void: boolean;
        };
        /** @description A cart. */
        Cart: {
            /** @description What the storefront added. */
            attributes: {
                [key: string]: string;
            };
            /** @description What is different from when the buyer last changed the cart. */
            changes: components["schemas"]["CartChange"][];
            /**
             * @description Where he buys.
             * @example chan_1042
             */
            channel: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * @description In what.
             * @example INR
             */
            currency: string;
            /**
             * @description Whose it is, when he was signed in.
             * @example cust_1042
             */
            customer?: string | null;
            /**
             * @description Who buys, where it goes, how it is sent, codes, typed values: as far as the buyer has said.
             * @default {
             *       "addresses_made": 0,
             *       "buyer": {}
             *     }
             */
            details?: components["schemas"]["CartDetails"];
            /**
             * Format: date-time
             * @description When it is forgotten.
             */
            expires_at: string;
            /**
             * @description Its id, for staff.
             * @example cart_1042
             */
            id: string;
            /** @description The lines, in the order they came in. */
            lines: components["schemas"]["CartLine"][];
            /**
             * @description In which language.
             * @example en-IN
             */
            locale: string;
            /** @description A note to the shop. */
            note: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            revision: number;
            /** @description Where it stands. */
            state: components["schemas"]["CartState"];
            /** @description What the buyer holds. */
            token: string;
            /**
             * @description Goods, tax, and shipping as far as it is chosen; for the selected address, else the buyer's country, else the
             *      shop's own place.
             */
            totals: components["schemas"]["Totals"];
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
        };
        /** @description An address of a cart. */
        CartAddress: {
            /** @description Where it is. */
            address: components["schemas"]["DraftAddress"];
            /**
             * Format: int64
             * @description Its number in this cart.
             */
            number: number;
            /** @description Whether it is not to be kept for the customer afterwards. */
            one_time_use: boolean;
            /** @description Whether the cart goes there. */
            selected: boolean;
        };
        /** @description An address to put in. */
        CartAddressInput: {
            /**
             * @description Where it is; the country is needed.
             * @default {}
             */
            address?: components["schemas"]["DraftAddress"];
            /**
             * @description Whether it is not to be kept for the customer afterwards.
             * @default false
             */
            one_time_use?: boolean;
            /**
             * @description Whether the cart goes there, and to no other any more.
             * @default false
             */
            selected?: boolean;
            /**
             * @description Whether everything that goods need to arrive must be there, not only the country.
             * @default false
             */
            strict?: boolean;
        };
        /** @description Who buys, as far as he says. */
        CartBuyer: {
            /**
             * @description Where he is; taxes are estimated for it until an address is selected.
             * @example IN
             */
            country?: string | null;
            /** @description Where he is written to. */
            email?: string | null;
            /** @description Where he is called. */
            phone?: string | null;
            /** @description How he would like it; a storefront shows it, nothing here acts on it. */
            preferences?: components["schemas"]["CartPreferences"] | null;
        };
        /** @description A change of who buys; absent fields stay, null takes away. */
        CartBuyerPatch: {
            /**
             * @description Where he is.
             * @example IN
             */
            country?: string | null;
            /** @description Where he is written to. */
            email?: string | null;
            /** @description Where he is called. */
            phone?: string | null;
            /** @description How he would like it. */
            preferences?: components["schemas"]["CartPreferences"] | null;
        };
        /** @description What is different from when the buyer last changed the cart. */
        CartChange: {
            /** @description What it cost. */
            from: components["schemas"]["Money"];
            /** @constant */
            kind: "price_changed";
            /**
             * @description The line.
             * @example cline_1042
             */
            line: string;
            /** @description What it costs. */
            to: components["schemas"]["Money"];
        } | {
            /**
             * Format: int64
             * @description How many can be had for it.
             */
            available: number;
            /** @constant */
            kind: "insufficient_stock";
            /**
             * @description The line.
             * @example cline_1042
             */
            line: string;
            /**
             * Format: int64
             * @description How many are in it.
             */
            wanted: number;
        } | {
            /** @constant */
            kind: "gone";
            /**
             * @description The line.
             * @example cline_1042
             */
            line: string;
        } | {
            /** @constant */
            kind: "left_out";
            /**
             * Format: int64
             * @description How many.
             */
            quantity: number;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
        };
        /** @description What a buyer says of himself and of how he wants his cart. */
        CartDetails: {
            /** @description Where it may go, in the order they came in; at most one is selected. */
            addresses?: components["schemas"]["CartAddress"][];
            /**
             * Format: int64
             * @description How many addresses it ever had, so that no number names two.
             * @default 0
             */
            addresses_made?: number;
            /** @description Who is billed. */
            billing_address?: components["schemas"]["DraftAddress"] | null;
            /**
             * @description Who he is.
             * @default {}
             */
            buyer?: components["schemas"]["CartBuyer"];
            /** @description The codes that he typed in. */
            discount_codes?: components["schemas"]["DiscountCode"][];
            /** @description Typed values. */
            metafields?: components["schemas"]["CartMetafield"][];
            /** @description How each group of lines is sent, as far as he chose. */
            shipping?: components["schemas"]["ShippingChoice"][];
        };
        /** @description What a list of carts is narrowed to. */
        CartFilter: {
            /**
             * @description Only those of this channel.
             * @example chan_1042
             */
            channel?: string | null;
            /**
             * @description Only those of this customer.
             * @example cust_1042
             */
            customer?: string | null;
            /** @description Only those in this state. */
            state?: components["schemas"]["CartState"] | null;
            /**
             * @description Only those with this variant in them.
             * @example var_1042
             */
            variant?: string | null;
        };
        /** @description A line of a cart. */
        CartLine: {
            /** @description The line in the quote: subtotal, discount, tax, total; absent when it has no price. */
            amounts?: components["schemas"]["QuoteLine"] | null;
            /** @description What the storefront added. */
            attributes: {
                [key: string]: string;
            };
            /** @description What that is shown beside as reduced from. */
            compare_at?: components["schemas"]["Money"] | null;
            /**
             * @description Where it was made.
             * @default null
             * @example IN
             */
            country_of_origin?: string | null;
            /** @description The product's handle. */
            handle: string;
            /**
             * @description HSN code; may be empty.
             * @default
             */
            hsn_code?: string;
            /**
             * @description Its id.
             * @example cline_1042
             */
            id: string;
            /** @description A picture. */
            image?: components["schemas"]["Media"] | null;
            /** @description Maximum retail price. */
            mrp?: components["schemas"]["Money"] | null;
            /**
             * @description Its product.
             * @example prod_1042
             */
            product: string;
            /** @description The product's title. */
            product_title: string;
            /** @description Whether it can be bought: on sale, priced, in stock. */
            purchasable: boolean;
            /** @description How many. */
            quantity: number;
            /**
             * @description Whether it is sent; no for digital goods.
             * @default false
             */
            requires_shipping?: boolean;
            /** @description Its SKU. */
            sku: string;
            /**
             * @description The tax class, by code; absent means the default class.
             * @default null
             */
            tax_class?: string | null;
            /**
             * @description Whether tax is charged.
             * @default false
             */
            taxable?: boolean;
            /** @description What a unit costs; absent when it has no price. */
            unit_price?: components["schemas"]["Money"] | null;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
            /** @description The variant's title. */
            variant_title: string;
            /**
             * Format: int64
             * @description Grams a unit.
             * @default 0
             */
            weight_grams?: number;
        };
        /** @description A line of a cart. */
        CartLineAt: {
            /**
             * @description Which.
             * @example cline_1042
             */
            line: string;
            /** @description Which. */
            token: string;
        };
        /** @description A line to put in. */
        CartLineInput: {
            /**
             * @description Lines of one variant with the same attributes become one.
             * @default {}
             */
            attributes?: {
                [key: string]: string;
            };
            /**
             * @description How many; one when absent.
             * @default 1
             */
            quantity?: number;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
        };
        /** @description A change to a line. */
        CartLineUpdate: {
            /**
             * @description All its attributes; absent leaves them.
             * @default null
             */
            attributes?: {
                [key: string]: string;
            } | null;
            /**
             * @description Which.
             * @example cline_1042
             */
            id: string;
            /**
             * Format: int64
             * @description How many; 0 takes it out; absent leaves it.
             * @default null
             */
            quantity?: number | null;
            /**
             * @description What it becomes a line of; absent leaves it.
             * @example var_1042
             */
            variant?: string | null;
        };
        /** @description A typed value of a cart. */
        CartMetafield: {
            /** @description What the value is. */
            type: components["schemas"]["MetafieldType"];
            /**
             * Format: date-time
             * @description When it came in.
             */
            created_at: string;
            /** @description Its name. */
            key: string;
            /** @description Whose it is. */
            namespace: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
            /** @description The value, as text in the type's one form. */
            value: string;
        };
        /** @description Changes what a cart says of itself; absent fields stay. */
        CartPatch: {
            /** @description All its addresses. */
            addresses?: components["schemas"]["CartAddressInput"][] | null;
            /** @description All its attributes; null empties them. */
            attributes?: {
                [key: string]: string;
            } | null;
            /** @description Who is billed; null means the one it goes to. */
            billing_address?: components["schemas"]["DraftAddress"] | null;
            /** @description Who buys. */
            buyer?: components["schemas"]["CartBuyerPatch"] | null;
            /** @description All its discount codes. */
            discount_codes?: string[] | null;
            /**
             * @description In which language.
             * @default null
             * @example en-IN
             */
            locale?: string | null;
            /** @description Typed values to put in, over those of the same names. */
            metafields?: components["schemas"]["Metafield"][] | null;
            /** @description A note to the shop; null empties it. */
            note?: string | null;
            /** @description How each group of lines is sent. */
            shipping?: components["schemas"]["ShippingChoice"][] | null;
        };
        /** @description What a buyer would like. */
        CartPreferences: {
            /**
             * @description How it reaches him, by name; at most 10.
             * @default []
             */
            delivery_methods?: string[];
            /** @description Near which place. */
            near?: components["schemas"]["Place"] | null;
            /**
             * @description Where he would pick it up, by handle; at most 10.
             * @default []
             */
            pickup_handles?: string[];
            /**
             * @description How he would pay, by name; at most 10.
             * @default []
             */
            wallets?: string[];
        };
        /** @description Where a cart stands. */
        CartState: "active" | "locked" | "completed";
        /** @description A cart in a list. */
        CartSummary: {
            /**
             * @description Where.
             * @example chan_1042
             */
            channel: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * @description Whose it is, when he was signed in.
             * @default null
             * @example cust_1042
             */
            customer?: string | null;
            /**
             * @description Its id.
             * @example cart_1042
             */
            id: string;
            /**
             * Format: int64
             * @description How many lines.
             */
            line_count: number;
            /** @description Where it stands. */
            state: components["schemas"]["CartState"];
            /**
             * Format: int64
             * @description How many units.
             */
            unit_count: number;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
        };
        /** @description A node of the category tree. */
        Category: {
            /** @description Its name in addresses; unique. */
            handle: string;
            /**
             * @description Its id.
             * @example cat_1042
             */
            id: string;
            /** @description Its name. */
            name: string;
            /**
             * @description What it stands under.
             * @example cat_1042
             */
            parent?: string | null;
            /** @description Names from the root to here. */
            path: string[];
            /**
             * Format: int64
             * @description Its place among its siblings.
             */
            position: number;
        };
        /** @description A category. */
        CategoryAt: {
            /**
             * @description Which.
             * @example cat_1042
             */
            id: string;
        };
        /** @description A new category. */
        CategoryInput: {
            /**
             * @description Made from the path when absent.
             * @default null
             */
            handle?: string | null;
            /** @description Its name. */
            name: string;
            /**
             * @description What it stands under.
             * @default null
             * @example cat_1042
             */
            parent?: string | null;
            /**
             * Format: int64
             * @description Its place among its siblings.
             * @default 0
             */
            position?: number;
        };
        /** @description A change to a category; absent fields stay. */
        CategoryPatch: {
            /**
             * @description Its name.
             * @default null
             */
            name?: string | null;
            /**
             * @description What it stands under; null makes it a root. Never below itself.
             * @example cat_1042
             */
            parent?: string | null;
            /**
             * Format: int64
             * @description Its place among its siblings.
             * @default null
             */
            position?: number | null;
        };
        /** @description Lines to change. */
        ChangedLines: {
            /** @description 1 to 500. */
            lines: components["schemas"]["CartLineUpdate"][];
        };
        /** @description A place one sells: web, app, till, marketplace. */
        Channel: {
            /** @description Whether one can buy here. */
            active: boolean;
            /** @description Its code, in addresses and requests: `web`. */
            code: string;
            /** @description Where it sends goods; empty means everywhere. */
            countries: string[];
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * @description What it sells in.
             * @example INR
             */
            currency: string;
            /**
             * @description Its id.
             * @example chan_1042
             */
            id: string;
            /** @description Its languages, the first is the default. */
            locales: string[];
            /** @description Its name. */
            name: string;
            /** @description Whether its prices include tax. */
            prices_include_tax: boolean;
            /** @description Where its stock is, in order of preference; empty means every active location. */
            stock_locations: string[];
            /** @description How tax is rounded. */
            tax_rounding: components["schemas"]["TaxRounding"];
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A channel. */
        ChannelAt: {
            /**
             * @description Which.
             * @example chan_1042
             */
            id: string;
        };
        /** @description What a list of channels is narrowed to. */
        ChannelFilter: {
            /** @description Only those that are active, or are not. */
            active?: boolean | null;
        };
        /** @description A new channel. */
        ChannelInput: {
            /**
             * @description Whether one can buy here; yes when absent.
             * @default null
             */
            active?: boolean | null;
            /** @description 1 to 32 of a–z, 0–9 and `-`; unique. */
            code: string;
            /**
             * @description Where it sends goods; empty means everywhere.
             * @default []
             */
            countries?: string[];
            /**
             * @description What it sells in.
             * @example INR
             */
            currency: string;
            /** @description Its languages, the first is the default; at least one. */
            locales: string[];
            /** @description Its name. */
            name: string;
            /** @description Whether its prices include tax. */
            prices_include_tax: boolean;
            /**
             * @description Where its stock is, in order of preference; empty means every active location.
             * @default []
             */
            stock_locations?: string[];
            /**
             * @description How tax is rounded; each line half up when absent.
             * @default null
             */
            tax_rounding?: components["schemas"]["TaxRounding"] | null;
        };
        /** @description A change to a channel; absent fields stay. The code and the currency of a channel do not change. */
        ChannelPatch: {
            /**
             * @description Whether one can buy here. `web` always stays active.
             * @default null
             */
            active?: boolean | null;
            /** @description Where it sends goods; null or empty means everywhere. */
            countries?: string[] | null;
            /**
             * @description Its languages.
             * @default null
             */
            locales?: string[] | null;
            /**
             * @description Its name.
             * @default null
             */
            name?: string | null;
            /**
             * @description Whether its prices include tax.
             * @default null
             */
            prices_include_tax?: boolean | null;
            /** @description Where its stock is; null or empty means every active location. */
            stock_locations?: string[] | null;
            /**
             * @description How tax is rounded.
             * @default null
             */
            tax_rounding?: components["schemas"]["TaxRounding"] | null;
        };
        /** @description A checkout. */
        Checkout: {
            /** @description Who is billed; the shipping address when absent. */
            billing_address?: components["schemas"]["PostalAddress"] | null;
            /** @description The cart it buys. */
            cart: string;
            /**
             * @description Where he buys.
             * @example chan_1042
             */
            channel: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * @description In what.
             * @example INR
             */
            currency: string;
            /**
             * @description Whose it is, when he was signed in.
             * @example cust_1042
             */
            customer?: string | null;
            /** @description Where he is written to. */
            email?: string | null;
            /**
             * Format: date-time
             * @description When it is forgotten.
             */
            expires_at: string;
            /**
             * @description Its id, for staff.
             * @example chk_1042
             */
            id: string;
            /** @description What he buys. */
            lines: components["schemas"]["CartLine"][];
            /**
             * @description In which language.
             * @example en-IN
             */
            locale: string;
            /** @description What stands between it and an order. */
            messages: components["schemas"]["Message"][];
            /** @description The order, once there is one. */
            order?: components["schemas"]["OrderLink"] | null;
            /** @description The payment, once there is one. */
            payment?: components["schemas"]["CheckoutPayment"] | null;
            /** @description How it will be paid. */
            payment_method?: string | null;
            /** @description How it can be paid. */
            payment_methods: components["schemas"]["PaymentMethod"][];
            /** @description Where he is called. */
            phone?: string | null;
            /** @description Lines, adjustments, shipping, tax, totals. */
            quote: components["schemas"]["Quote"];
            /** @description What he agrees to: send it back with `complete`. */
            quote_hash: string;
            /** @description Where it goes. */
            shipping_address?: components["schemas"]["PostalAddress"] | null;
            /** @description How it can be sent, and how it will be. */
            shipping_groups: components["schemas"]["ShippingGroupView"][];
            /** @description Where it stands. */
            state: components["schemas"]["CheckoutState"];
            /** @description What the buyer holds. */
            token: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description What a list of checkouts is narrowed to. */
        CheckoutFilter: {
            /**
             * @description Only those of this channel.
             * @example chan_1042
             */
            channel?: string | null;
            /** @description Only those of this e-mail address. */
            email?: string | null;
            /** @description Only those in this state. */
            state?: components["schemas"]["CheckoutState"] | null;
        };
        /** @description The payment of a checkout. */
        CheckoutPayment: {
            /** @description Why it was declined. */
            decline_reason?: string | null;
            /**
             * @description Its id.
             * @example pay_1042
             */
            id: string;
            /** @description What the buyer must do next. */
            next_action?: components["schemas"]["NextAction"] | null;
            /** @description Where it stands. */
            state: components["schemas"]["PaymentState"];
        };
        /** @description Where a checkout stands. */
        CheckoutState: "incomplete" | "ready" | "needs_buyer" | "completing" | "completed" | "cancelled" | "expired";
        /** @description A checkout in a list, with where its saga stands. */
        CheckoutSummary: {
            /**
             * Format: int64
             * @description How often completing was begun.
             */
            attempt: number;
            /**
             * @description Where.
             * @example chan_1042
             */
            channel: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Who. */
            email?: string | null;
            /**
             * @description Its id.
             * @example chk_1042
             */
            id: string;
            /**
             * @description The order.
             * @example ord_1042
             */
            order?: string | null;
            /**
             * @description The payment of the present attempt.
             * @example pay_1042
             */
            payment?: string | null;
            /** @description Where it stands. */
            state: components["schemas"]["CheckoutState"];
            /** @description The step that the saga is at. */
            step?: components["schemas"]["SagaStep"] | null;
            /** @description Whether the saga is undoing. */
            undoing: boolean;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /** @description A collection. */
        Collection: {
            /** @description Its name. */
            title: string;
            /** @description Where it is published; absent means every channel. */
            channels?: string[] | null;
            /** @description HTML. */
            description_html: string;
            /** @description Its name in addresses. */
            handle: string;
            /**
             * @description Its id.
             * @example coll_1042
             */
            id: string;
            /** @description Its picture. */
            image?: components["schemas"]["Media"] | null;
            /** @description What is in it. */
            membership: components["schemas"]["Membership"];
            /**
             * Format: int64
             * @description How many products are in it.
             */
            product_count: number;
            /** @description What search engines show. */
            seo: components["schemas"]["Seo"];
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A collection. */
        CollectionAt: {
            /**
             * @description Which.
             * @example coll_1042
             */
            id: string;
        };
        /** @description A new collection. */
        CollectionInput: {
            /** @description Its name. */
            title: string;
            /**
             * @description Where it is published; absent means every channel.
             * @default null
             */
            channels?: string[] | null;
            /**
             * @description HTML.
             * @default
             */
            description_html?: string;
            /**
             * @description Made from the title when absent.
             * @default null
             */
            handle?: string | null;
            /**
             * @description Its picture.
             * @default null
             */
            image?: components["schemas"]["Media"] | null;
            /** @description What is in it. */
            membership: components["schemas"]["Membership"];
            /**
             * @description For a manual one: what is in it, in order; at most 10,000.
             * @default []
             */
            products?: string[];
            /**
             * @description What search engines show.
             * @default {
             *       "title": "",
             *       "description": ""
             *     }
             */
            seo?: components["schemas"]["Seo"];
        };
        /** @description A collection by id or handle. */
        CollectionNameAt: {
            /** @description Which. */
            collection: string;
        };
        /** @description A change to a collection; absent fields stay. */
        CollectionPatch: {
            /**
             * @description Its name.
             * @default null
             */
            title?: string | null;
            /** @description Where it is published; null means every channel. */
            channels?: string[] | null;
            /** @description HTML; null empties it. */
            description_html?: string | null;
            /**
             * @description A new name in addresses; the old one leads here from then on.
             * @default null
             */
            handle?: string | null;
            /** @description Its picture. */
            image?: components["schemas"]["Media"] | null;
            /**
             * @description New rules, for a rule-based one.
             * @default null
             */
            membership?: components["schemas"]["Membership"] | null;
            /**
             * @description For a manual one: all that is in it, in order.
             * @default null
             */
            products?: string[] | null;
            /** @description What search engines show. */
            seo?: components["schemas"]["Seo"] | null;
        };
        /** @description One condition of a rule-based collection. */
        CollectionRule: {
            /** @description What it looks at. */
            field: components["schemas"]["RuleField"];
            /** @description How it compares. */
            relation: components["schemas"]["RuleRelation"];
            /** @description With what. */
            value: string;
        };
        /** @description What the buyer agrees to, and how he pays. */
        CompleteInput: {
            /**
             * @description What he brought to pay with: a token of the provider's.
             * @default null
             */
            instrument?: string | null;
            /** @description The hash of the quote he saw. If the quote is another now, he gets the new one and nothing is charged. */
            quote_hash: string;
            /**
             * @description Where the provider sends him back to.
             * @default null
             */
            return_url?: string | null;
        };
        /** @description Where a customer stands on a purpose and a medium. */
        Consent: {
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /** @description Whether he agrees. */
            granted: boolean;
            /** @description By what. */
            medium: components["schemas"]["Medium"];
            /** @description The version of the notice that he was shown; absent where none was, as at a withdrawal. */
            notice_version?: string | null;
            /** @description What for: `offers`. */
            purpose: string;
            /** @description Where he said so. */
            source: string;
        };
        /** @description An entry of the ledger. It never changes. */
        ConsentEntry: {
            /** @description Who wrote it down: the customer, a member of staff, a key. */
            actor: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /** @description Whether he agrees. */
            granted: boolean;
            /** @description By what. */
            medium: components["schemas"]["Medium"];
            /** @description The version of the notice that he was shown; absent where none was, as at a withdrawal. */
            notice_version?: string | null;
            /** @description What for: `offers`. */
            purpose: string;
            /**
             * Format: int64
             * @description Its place in the customer's ledger: 1, 2, 3.
             */
            seq: number;
            /** @description Where he said so. */
            source: string;
        };
        /** @description What a customer agrees to or withdraws. */
        ConsentGiven: {
            /** @description Whether he agrees; `false` withdraws. */
            granted: boolean;
            /** @description By what. */
            medium: components["schemas"]["Medium"];
            /**
             * @description The version of the notice that he was shown; needed to agree.
             * @default null
             */
            notice_version?: string | null;
            /** @description What for: 1 to 32 of a–z, 0–9, `-` and `_`, such as `offers`. */
            purpose: string;
        };
        /** @description A page of the shop's own. */
        ContentPage: {
            /** @description Its title. */
            title: string;
            /** @description HTML, cleaned of what could do harm. */
            body_html: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Its name in addresses: `/pages/{handle}`. */
            handle: string;
            /**
             * @description Its id.
             * @example page_1042
             */
            id: string;
            /**
             * Format: date-time
             * @description From when it is shown; absent means never.
             */
            published_at?: string | null;
            /** @description What search engines show. */
            seo: components["schemas"]["Seo"];
            /** @description Its texts in other languages. */
            translations?: {
                [key: string]: components["schemas"]["Translation"];
            };
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A new page. */
        ContentPageInput: {
            /**
             * @description Its title.
             * @default
             */
            title?: string;
            /**
             * @description HTML; what could do harm is taken out.
             * @default
             */
            body_html?: string;
            /**
             * @description Made from the title when absent.
             * @default null
             */
            handle?: string | null;
            /**
             * Format: date-time
             * @description From when it is shown; now when absent, never when null.
             */
            published_at?: string | null;
            /**
             * @description What search engines show.
             * @default {
             *       "title": "",
             *       "description": ""
             *     }
             */
            seo?: components["schemas"]["Seo"];
            /**
             * @description Its texts in other languages.
             * @default {}
             */
            translations?: {
                [key: string]: components["schemas"]["Translation"];
            };
        };
        /** @description A change to a page; absent fields stay. */
        ContentPagePatch: {
            /**
             * @description Its title.
             * @default null
             */
            title?: string | null;
            /** @description HTML; null empties it. */
            body_html?: string | null;
            /**
             * @description A new name in addresses; the old one leads here from then on.
             * @default null
             */
            handle?: string | null;
            /**
             * Format: date-time
             * @description From when it is shown; null means never.
             */
            published_at?: string | null;
            /** @description What search engines show; null empties it. */
            seo?: components["schemas"]["Seo"] | null;
            /** @description All its texts in other languages; null takes them away. */
            translations?: {
                [key: string]: components["schemas"]["Translation"];
            } | null;
        };
        /** @description What a list is sorted by. */
        ContentSort: "id" | "title" | "updated_at" | "published_at";
        /** @description Makes a cart. */
        CreateCart: {
            /**
             * @description At most 50.
             * @default {}
             */
            attributes?: {
                [key: string]: string;
            };
            /**
             * @description The channel, by code; `web` when absent.
             * @default null
             */
            channel?: string | null;
            /**
             * @description At most 500.
             * @default []
             */
            lines?: components["schemas"]["CartLineInput"][];
            /**
             * @description The language; the channel's first when absent.
             * @default null
             * @example en-IN
             */
            locale?: string | null;
            /**
             * @description At most 5,000 characters.
             * @default
             */
            note?: string;
        };
        /** @description Sends stock to another location. */
        CreateTransfer: {
            /**
             * @description Where it leaves.
             * @example loc_1042
             */
            from: string;
            /** @description What; 1 to 1,000 lines. */
            lines: components["schemas"]["TransferLine"][];
            /**
             * @description A note.
             * @default
             */
            note?: string;
            /**
             * @description Where it goes.
             * @example loc_1042
             */
            to: string;
        };
        /** @description A customer, as staff see him. */
        Customer: {
            /** @description What lets him in. */
            account: components["schemas"]["AccountState"];
            /** @description Where he stands on each purpose and medium that he was ever asked about. */
            consents: components["schemas"]["Consent"][];
            /**
             * Format: date-time
             * @description When he was written down.
             */
            created_at: string;
            /**
             * @description Who is billed unless he says otherwise.
             * @example addr_1042
             */
            default_billing?: string | null;
            /**
             * @description Where his goods go unless he says otherwise.
             * @example addr_1042
             */
            default_shipping?: string | null;
            /** @description Where he is written to; unique, case does not matter. */
            email: string;
            /**
             * Format: date-time
             * @description When he showed that the address is his.
             */
            email_verified_at?: string | null;
            /** @description His groups. */
            groups: string[];
            /**
             * @description His id.
             * @example cust_1042
             */
            id: string;
            /**
             * Format: date-time
             * @description When he last placed an order.
             */
            last_order_at?: string | null;
            /**
             * @description His language.
             * @example en-IN
             */
            locale?: string | null;
            /** @description His name; may be empty. */
            name: string;
            /** @description A note for staff. */
            note: string;
            /**
             * Format: int64
             * @description How many orders he placed, the cancelled ones too.
             */
            orders_count: number;
            /** @description Where he is called, in E.164: `+919876543210`. */
            phone?: string | null;
            /**
             * @description What his orders cost, in each currency: totals less refunds, without those that were cancelled. The currency of his
             *      first order comes first, and lists are sorted by it.
             */
            spent: components["schemas"]["Money"][];
            /** @description His tags, sorted. */
            tags: string[];
            /**
             * Format: date-time
             * @description When he last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A customer. */
        CustomerAt: {
            /**
             * @description Which.
             * @example cust_1042
             */
            id: string;
        };
        /** @description What a list of customers is narrowed to. */
        CustomerFilter: {
            /**
             * @description Only those whose account stands so.
             * @default null
             */
            account?: components["schemas"]["AccountState"] | null;
            /**
             * @description Only those who bought in this channel.
             * @default null
             * @example chan_1042
             */
            channel?: string | null;
            /**
             * @description Only those who agree to this at present: a purpose and a medium, such as `offers:email`.
             * @default null
             */
            consent?: string | null;
            /**
             * Format: date-time
             * @description Only those who were written down before this time.
             * @default null
             */
            created_before?: string | null;
            /**
             * Format: date-time
             * @description Only those who were written down at or after this time.
             * @default null
             */
            created_since?: string | null;
            /**
             * @description Only the one with this e-mail address, case does not matter.
             * @default null
             */
            email?: string | null;
            /**
             * @description Only those in this group.
             * @default null
             * @example cgrp_1042
             */
            group?: string | null;
            /**
             * @description This one alone, if the rest fits him.
             * @example cust_1042
             */
            id?: string | null;
            /**
             * Format: int64
             * @description Only those who placed at least this many orders.
             * @default null
             */
            orders_at_least?: number | null;
            /**
             * @description Only those with this telephone number, however it is written; of the shop's country unless it begins with `+`.
             * @default null
             */
            phone?: string | null;
            /**
             * @description Only those whose e-mail address, a word of whose name, or whose number begins with this, case does not matter.
             * @default null
             */
            search?: string | null;
            /**
             * @description Only those with this tag.
             * @default null
             */
            tag?: string | null;
        };
        /** @description A group. */
        CustomerGroup: {
            /** @description Its code, for programs; unique, and it never changes. */
            code: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * @description Its id.
             * @example cgrp_1042
             */
            id: string;
            /**
             * Format: int64
             * @description How many customers are in it.
             */
            members: number;
            /** @description Its name. */
            name: string;
            /**
             * Format: date-time
             * @description When its name last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change of its name; the ETag.
             */
            version: number;
        };
        /** @description A group of customers. */
        CustomerGroupAt: {
            /**
             * @description Which.
             * @example cgrp_1042
             */
            id: string;
        };
        /** @description A new customer. */
        CustomerInput: {
            /** @description Where he is written to. */
            email: string;
            /**
             * @description At most 100.
             * @default []
             */
            groups?: string[];
            /**
             * @description His language.
             * @default null
             * @example en-IN
             */
            locale?: string | null;
            /**
             * @description His name.
             * @default
             */
            name?: string;
            /**
             * @description A note for staff, at most 5,000 characters.
             * @default
             */
            note?: string;
            /**
             * @description Where he is called; of the shop's country unless it begins with `+`.
             * @default null
             */
            phone?: string | null;
            /**
             * @description At most 100.
             * @default []
             */
            tags?: string[];
        };
        /** @description A change to a customer; absent fields stay, null takes away. */
        CustomerPatch: {
            /**
             * @description Who is billed unless he says otherwise.
             * @example addr_1042
             */
            default_billing?: string | null;
            /**
             * @description Where his goods go unless he says otherwise.
             * @example addr_1042
             */
            default_shipping?: string | null;
            /** @description Where he is written to. Who has an account changes it himself. */
            email?: string | null;
            /** @description All his groups; null takes him out of each. */
            groups?: string[] | null;
            /**
             * @description His language.
             * @example en-IN
             */
            locale?: string | null;
            /** @description His name; null empties it. */
            name?: string | null;
            /** @description A note for staff; null empties it. */
            note?: string | null;
            /** @description Where he is called. */
            phone?: string | null;
            /** @description All his tags; null empties them. */
            tags?: string[] | null;
        };
        /** @description The order of a list of customers. */
        CustomerSort: "created_at" | "updated_at" | "name" | "email" | "orders_count" | "spent";
        /** @description What a buyer says of his checkout; absent fields stay, null takes away. */
        Details: {
            /** @description Who is billed. */
            billing_address?: components["schemas"]["PostalAddress"] | null;
            /**
             * @description Who is billed: an address that the customer keeps, who must be signed in.
             * @example addr_1042
             */
            billing_address_id?: string | null;
            /** @description Where he is written to. */
            email?: string | null;
            /** @description How it will be paid, by code. */
            payment_method?: string | null;
            /** @description Where he is called. */
            phone?: string | null;
            /** @description The method of each group of lines; null forgets them. */
            shipping?: components["schemas"]["ShippingChoice"][] | null;
            /** @description Where it goes. */
            shipping_address?: components["schemas"]["PostalAddress"] | null;
            /**
             * @description Where it goes: an address that the customer keeps, who must be signed in.
             * @example addr_1042
             */
            shipping_address_id?: string | null;
        };
        /** @description Whether a list is read forwards or backwards. */
        Direction: "asc" | "desc";
        /** @description A code that a buyer typed in. */
        DiscountCode: {
            /** @description Whether it makes anything cheaper. */
            applicable: boolean;
            /** @description As he typed it. */
            code: string;
        };
        /** @description An address that may not be complete yet. */
        DraftAddress: {
            /** @description City, town or village. */
            city?: string | null;
            /** @description The company, if it is one. */
            company?: string | null;
            /**
             * @description ISO 3166-1 alpha-2.
             * @example IN
             */
            country?: string | null;
            /** @description Who receives there. */
            first_name?: string | null;
            /** @description His family name. */
            last_name?: string | null;
            /** @description House and street. */
            line1?: string | null;
            /** @description Flat, floor, landmark. */
            line2?: string | null;
            /** @description Whom the carrier calls. */
            phone?: string | null;
            /** @description PIN or postal code. */
            postal_code?: string | null;
            /** @description State or province: ISO 3166-2 without the country, such as `MH`. */
            region?: string | null;
        };
        /** @description When something ends. */
        Ending: {
            /**
             * Format: date-time
             * @description From when it is no longer valid.
             */
            valid_until: string;
        };
        /** @description When something ends. */
        Ending2: {
            /**
             * Format: date-time
             * @description From when it no longer holds.
             */
            ends_at: string;
        };
        /** @description One signed amount of a quote. */
        Entry: {
            /**
             * Format: int64
             * @description Minor units; negative is a discount.
             */
            amount_minor: number;
            /** @description Whether the amount is already inside other entries, as tax is in prices that include it. */
            included: boolean;
            /** @description What it is for. */
            kind: components["schemas"]["EntryKind"];
            /** @description What a person reads. */
            label: string;
            /** @description Where it comes from: the line, the promotion, the shipping method, the tax code. */
            source: string;
            /** @description What it stands at. */
            target: components["schemas"]["Target"];
        };
        /** @description What an entry of the ledger is for. */
        EntryKind: "goods" | "adjustment" | "shipping" | "fee" | "tax" | "rounding";
        /** @description An export. */
        Export: {
            /**
             * Format: int64
             * @description The file's size so far, bytes.
             */
            bytes: number;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /** @description Why it failed. */
            failure?: string | null;
            /**
             * Format: date-time
             * @description When it ended; a day later it is forgotten, and its file with it.
             */
            finished_at?: string | null;
            /**
             * @description Its id.
             * @example exp_1042
             */
            id: string;
            /** @description What its file is of. */
            kind: components["schemas"]["ExportKind"];
            /**
             * Format: int64
             * @description Data rows written so far.
             */
            rows: number;
            /** @description Where it stands. */
            state: components["schemas"]["ExportState"];
        };
        /** @description An export. */
        ExportAt: {
            /**
             * @description Which.
             * @example exp_1042
             */
            id: string;
        };
        /** @description What a file that goes out is of. */
        ExportKind: "products" | "stock" | "orders" | "customers";
        /** @description Where an export stands. */
        ExportState: "queued" | "running" | "finished" | "failed";
        /** @description What could be picked of one kind. A value that is picked is there as well, and so are its alternatives. */
        Facet: {
            /** @description Of what kind. */
            kind: components["schemas"]["FacetKind"];
            /** @description Those of the most products first; at most [`MAX_FACET_VALUES`]. */
            values: components["schemas"]["FacetValue"][];
        };
        /** @description What a facet is about. */
        FacetKind: {
            /** @constant */
            by: "availability";
        } | {
            /** @constant */
            by: "price";
        } | {
            /** @constant */
            by: "product_type";
        } | {
            /** @constant */
            by: "vendor";
        } | {
            /** @constant */
            by: "tag";
        } | {
            /** @constant */
            by: "category";
        } | {
            /** @constant */
            by: "option";
            /** @description Its name. */
            name: string;
        } | {
            /** @constant */
            by: "metafield";
            /** @description Its name. */
            key: string;
            /** @description The name people see. */
            label: string;
            /** @description Whose it is. */
            namespace: string;
        };
        /** @description What one value of a facet would show. */
        FacetValue: {
            /**
             * Format: int64
             * @description How many products it would show, given everything that is picked of other kinds.
             */
            count: number;
            /** @description What a person reads: the value itself; for a category, its name. */
            label: string;
            /** @description The test to send for it. */
            test: components["schemas"]["ProductTest"];
        };
        /** @description What a provider's object says about money. */
        FactKind: "authorised" | "capture_pending" | "captured" | "captured_total" | "capture_failed" | "released" | "refund_pending" | "refunded" | "refunded_total" | "refund_failed" | "disputed" | "voided" | "failed" | "expired";
        /** @description A fact that a provider reported. */
        FactView: {
            /** @description Who made it known: a call, a webhook, the poller, staff. */
            actor: string;
            /**
             * Format: int64
             * @description How much, minor units.
             */
            amount_minor: number;
            /**
             * @description Its id.
             * @example fact_1042
             */
            id: string;
            /** @description What. */
            kind: components["schemas"]["FactKind"];
            /** @description The provider's name for what it is about. */
            object: string;
            /** @description Our name for the operation it answers. */
            reference?: string | null;
            /**
             * Format: date-time
             * @description When we saw it.
             */
            seen_at: string;
        };
        /** @description One field that is wrong. */
        FieldError: {
            /** @description What, for a program: `required`, `too_long`, `out_of_range`, `taken`. */
            code: string;
            /** @description What, for a person. */
            message: string;
            /** @description Where: `variants.0.sku`. */
            path: string;
        };
        /** @description What a field holds. */
        FieldType: "single_line_text" | "multi_line_text" | "integer" | "decimal" | "boolean" | "date" | "date_time" | "url" | "json" | "html" | "product_reference" | "variant_reference" | "collection_reference" | "page_reference" | "article_reference" | "metaobject_reference";
        /** @description What a list of collections is narrowed to. */
        Filter: {
            /**
             * @description Only those published in this channel.
             * @example chan_1042
             */
            published_in?: string | null;
            /** @description Only those whose title contains this. */
            search?: string | null;
        };
        /** @description What a list is narrowed to, and its order. */
        Filter2: {
            /**
             * @description In what direction.
             * @default asc
             */
            direction?: components["schemas"]["Direction"];
            /** @description Only what contains every word of this in title or handle; a redirect in path or target. */
            search?: string | null;
            /**
             * @description By what it is sorted.
             * @default id
             */
            sort?: components["schemas"]["ContentSort"];
        };
        /** @description What a list of payments is narrowed to. */
        Filter3: {
            /**
             * @description Only those agreed in this channel.
             * @example chan_1042
             */
            channel?: string | null;
            /**
             * Format: date-time
             * @description Only those made at or after this time.
             */
            created_since?: string | null;
            /**
             * @description Only those in this currency.
             * @example INR
             */
            currency?: string | null;
            /** @description Only by this method. */
            method?: string | null;
            /** @description Only those whose reference begins with this. */
            reference?: string | null;
            /** @description Only those in this state. */
            state?: components["schemas"]["PaymentState"] | null;
        };
        /** @description What a list of imports is narrowed to. */
        Filter4: {
            /** @description Only those in this state. */
            state?: components["schemas"]["ImportState"] | null;
        };
        /** @description What a list of pictures is narrowed to. */
        Filter5: {
            /** @description Only those whose file name contains every word of this. */
            search?: string | null;
        };
        /** @description What a list of jobs is narrowed to. */
        Filter6: {
            /** @description Only of this kind. */
            kind?: string | null;
            /** @description Only those in this state. */
            state?: components["schemas"]["JobState"] | null;
        };
        /** @description A format that pictures are kept and sent in. */
        Format: "jpeg" | "png" | "webp" | "gif";
        /** @description A parcel, or goods handed over. */
        Fulfilment: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it arrived.
             */
            delivered_at?: string | null;
            /**
             * @description Its id.
             * @example ful_1042
             */
            id: string;
            /** @description What is in it. */
            lines: components["schemas"]["FulfilmentLine"][];
            /**
             * @description Where it left from.
             * @example loc_1042
             */
            location?: string | null;
            /**
             * Format: date-time
             * @description When it left.
             */
            shipped_at?: string | null;
            /** @description Where it stands. */
            state: components["schemas"]["FulfilmentState"];
            /** @description How to follow it. */
            tracking: components["schemas"]["Tracking"];
        };
        /** @description A fulfilment of an order. */
        FulfilmentAt: {
            /**
             * @description Which.
             * @example ful_1042
             */
            fulfilment: string;
            /**
             * @description Which.
             * @example ord_1042
             */
            id: string;
        };
        /** @description What is in a fulfilment. */
        FulfilmentLine: {
            /**
             * @description Which line item.
             * @example line_1042
             */
            line_item: string;
            /** @description How many. */
            quantity: number;
        };
        /** @description A change to a fulfilment. */
        FulfilmentPatch: {
            /**
             * @description Its new state.
             * @default null
             */
            state?: components["schemas"]["FulfilmentState"] | null;
            /**
             * @description How to follow it.
             * @default null
             */
            tracking?: components["schemas"]["Tracking"] | null;
        };
        /** @description Where one fulfilment of an order stands. */
        FulfilmentState: "pending" | "shipped" | "delivered" | "cancelled";
        /** @description What a customer gathered before he signed in. */
        Gathered: {
            /**
             * @description The channel, by code, when no cart is named; `web` when absent.
             * @default null
             */
            channel?: string | null;
            /**
             * @description The language of a new cart; the channel's first when absent.
             * @default null
             * @example en-IN
             */
            locale?: string | null;
            /**
             * @description The cart that he gathered as a guest: it becomes his, or its lines come into the one that he has.
             * @default null
             */
            token?: string | null;
        };
        /** @description Where a cart would go. */
        Going: {
            /**
             * @description For tax; the shop's own place when absent.
             * @example IN
             */
            country?: string | null;
        };
        /** @description Whom a buyer turns to with a complaint (India: Consumer Protection (E-Commerce) Rules 2020, rule 4(4)–(5)). */
        GrievanceContact: {
            /**
             * @description The officer's designation.
             * @default
             */
            designation?: string;
            /** @description Where to write. */
            email: string;
            /** @description The officer's name. */
            name: string;
            /**
             * @description Where to call.
             * @default
             */
            phone?: string;
        };
        /** @description A new group. */
        GroupInput: {
            /** @description 1 to 32 of a–z, 0–9 and `-`; unique. */
            code: string;
            /** @description Its name. */
            name: string;
        };
        /** @description A change to a group; absent fields stay. */
        GroupPatch: {
            /** @description Its name. */
            name?: string | null;
        };
        /** @description A report that disagrees with its intent: nothing is fulfilled until a person has looked. */
        Hold: {
            /** @description What the intent says. */
            expected: string;
            /** @description What the provider says. */
            found: string;
            /** @description About what. */
            reason: components["schemas"]["HoldReason"];
        };
        /** @description What a report disagrees with its intent about. */
        HoldReason: "account" | "mode" | "currency" | "amount";
        /** @description How a file is imported. */
        How: {
            /**
             * @description Check only.
             * @default false
             */
            dry_run?: boolean;
            /** @description The file's name. */
            file_name?: string | null;
            /** @description What the file is of; products when absent. */
            kind?: components["schemas"]["ImportKind"] | null;
        };
        /** @description An import. */
        Import: {
            /**
             * Format: int64
             * @description How far it is, bytes read of `bytes_total`.
             */
            bytes_done: number;
            /**
             * Format: int64
             * @description The file's size, bytes.
             */
            bytes_total: number;
            /**
             * Format: int64
             * @description Rows that made something new.
             */
            created: number;
            /**
             * Format: date-time
             * @description When it was begun.
             */
            created_at: string;
            /** @description Check only. */
            dry_run: boolean;
            /** @description Why it failed. */
            failure?: string | null;
            /** @description The file's name. */
            file_name: string;
            /**
             * Format: date-time
             * @description When it ended.
             */
            finished_at?: string | null;
            /**
             * @description Its id.
             * @example imp_1042
             */
            id: string;
            /**
             * @description What its file is of.
             * @default products
             */
            kind?: components["schemas"]["ImportKind"];
            /**
             * Format: int64
             * @description Rows that were refused; the report says each.
             */
            rejected: number;
            /**
             * Format: int64
             * @description Data rows read so far.
             */
            rows: number;
            /** @description Where it stands. */
            state: components["schemas"]["ImportState"];
            /**
             * Format: int64
             * @description Rows that changed nothing.
             */
            unchanged: number;
            /**
             * Format: int64
             * @description Rows that changed something.
             */
            updated: number;
        };
        /** @description An import. */
        ImportAt: {
            /**
             * @description Which.
             * @example imp_1042
             */
            id: string;
        };
        /** @description What a file that comes in is of. */
        ImportKind: "products" | "stock" | "customers";
        /** @description Where an import stands. */
        ImportState: "uploading" | "queued" | "running" | "finished" | "failed";
        /** @description The channel of a call. */
        In: {
            /** @description The channel, by code; `web` when absent. */
            channel?: string | null;
        };
        /** @description A channel that must be named. */
        InChannel: {
            /**
             * @description Where.
             * @example chan_1042
             */
            channel: string;
        };
        /** @description Work that must be done, whatever happens to the process. */
        Job: {
            /**
             * Format: int64
             * @description How often it was tried.
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was written down.
             */
            created_at: string;
            /**
             * @description Its id.
             * @example job_1042
             */
            id: string;
            /** @description What it is about. */
            key?: string | null;
            /** @description What: `checkout.resume`; `event:<subscriber>` is an event that it could not take in. */
            kind: string;
            /** @description Why the last try failed. */
            last_error?: string | null;
            /**
             * Format: date-time
             * @description When it is due.
             */
            run_at: string;
            /** @description Where it stands. */
            state: components["schemas"]["JobState"];
        };
        /** @description A job. */
        JobAt: {
            /**
             * @description Which.
             * @example job_1042
             */
            id: string;
        };
        /** @description Where a job stands. */
        JobState: "waiting" | "running" | "dead";
        /** @description A public key (RFC 8037). */
        Jwk: {
            /** @description `EdDSA`. */
            alg: string;
            /** @description `Ed25519`. */
            crv: string;
            /** @description Its name, which a token's head carries. */
            kid: string;
            /** @description `OKP`. */
            kty: string;
            /** @description `sig`. */
            use: string;
            /** @description The public key, 32 bytes in base64url. */
            x: string;
        };
        /** @description A JSON Web Key Set (RFC 7517): with these anybody can check an access token by himself. */
        Jwks: {
            /** @description The key in use, the next one, and those whose tokens may still live. */
            keys: components["schemas"]["Jwk"][];
        };
        /** @description What a list of keys is narrowed to. */
        KeyFilter: {
            /** @description Only those that still work, or do not. */
            live?: boolean | null;
        };
        /** @description The stock of one variant at one location, in units. */
        Level: {
            /**
             * Format: int64
             * @description `on_hand - reserved`.
             */
            available: number;
            /**
             * @description Where.
             * @example loc_1042
             */
            location: string;
            /**
             * Format: int64
             * @description How many are there. Negative only under backorder.
             */
            on_hand: number;
            /**
             * Format: int64
             * @description How many of them are held for checkouts.
             */
            reserved: number;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
        };
        /** @description What a list of levels is narrowed to. */
        LevelFilter: {
            /**
             * @description Only at this location.
             * @example loc_1042
             */
            location?: string | null;
            /** @description Only of variants at or below their low-stock threshold. */
            low?: boolean | null;
            /**
             * @description Only of this variant.
             * @example var_1042
             */
            variant?: string | null;
        };
        /** @description Puts one level to a counted figure. */
        LevelInput: {
            /**
             * @description Where.
             * @example loc_1042
             */
            location: string;
            /**
             * Format: int64
             * @description How many were counted, 0 to 1,000,000,000.
             */
            on_hand: number;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
        };
        /** @description A line item: a snapshot of what was sold. */
        LineItem: {
            /** @description Where the units come from. */
            allocations: components["schemas"]["Allocation"][];
            /** @description Unit price, subtotal, discount, tax, total. */
            amounts: components["schemas"]["QuoteLine"];
            /** @description What the storefront added. */
            attributes: {
                [key: string]: string;
            };
            /**
             * @description Where it was made.
             * @example IN
             */
            country_of_origin?: string | null;
            /**
             * Format: int64
             * @description How many were sent.
             */
            fulfilled: number;
            /** @description The HSN code then. */
            hsn_code: string;
            /**
             * @description Its id.
             * @example line_1042
             */
            id: string;
            /** @description A picture then. */
            image_url?: string | null;
            /**
             * Format: int64
             * @description Maximum retail price then, minor units.
             */
            mrp_minor?: number | null;
            /**
             * @description Its product.
             * @example prod_1042
             */
            product: string;
            /** @description The product's title then. */
            product_title: string;
            /** @description How many. */
            quantity: number;
            /**
             * Format: int64
             * @description How many were paid back.
             */
            refunded: number;
            /** @description Whether it is sent. */
            requires_shipping: boolean;
            /**
             * Format: int64
             * @description How many went back to stock.
             */
            restocked: number;
            /** @description The SKU then. */
            sku: string;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
            /** @description The variant's title then. */
            variant_title: string;
        };
        /** @description A place where stock is. */
        Location: {
            /** @description Whether its stock can be sold. */
            active: boolean;
            /** @description Where it is. */
            address: components["schemas"]["PostalAddress"];
            /** @description Its code: `main`. */
            code: string;
            /**
             * @description Its id.
             * @example loc_1042
             */
            id: string;
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A location. */
        LocationAt: {
            /**
             * @description Which.
             * @example loc_1042
             */
            id: string;
        };
        /** @description What a list of locations is narrowed to. */
        LocationFilter: {
            /** @description Only those that are active, or are not. */
            active?: boolean | null;
        };
        /** @description A new location. */
        LocationInput: {
            /**
             * @description Where it is.
             * @default {
             *       "city": "",
             *       "line1": "",
             *       "name": ""
             *     }
             */
            address?: components["schemas"]["PostalAddress"];
            /** @description 1 to 32 of a–z, 0–9 and `-`; unique. */
            code: string;
            /** @description Its name. */
            name: string;
        };
        /** @description A change to a location; absent fields stay. */
        LocationPatch: {
            /**
             * @description Whether its stock can be sold.
             * @default null
             */
            active?: boolean | null;
            /**
             * @description Where it is.
             * @default null
             */
            address?: components["schemas"]["PostalAddress"] | null;
            /**
             * @description Its name.
             * @default null
             */
            name?: string | null;
        };
        /** @description A path that nothing was found at. */
        Lost: {
            /** @description The path: `/old-page`. */
            path: string;
        };
        /** @description The lowest prior price of a variant. */
        LowestPrior: {
            /** @description The lowest price; absent when it had none before. */
            price?: components["schemas"]["Money"] | null;
            /**
             * @description Which.
             * @example var_1042
             */
            variant: string;
        };
        /** @description A template of mails: what it is for, and in which language. */
        MailTemplateAt: {
            /** @description Which. */
            kind: components["schemas"]["NotificationKind"];
            /**
             * @description Which.
             * @example en-IN
             */
            locale: string;
        };
        /** @description An e-mail address to which a mail is asked for. The answer is the same whether there is an account. */
        MailTo: {
            /** @description The e-mail address. */
            email: string;
        };
        /** @description What a customer may know of himself. Notes, tags and groups are for staff. */
        Me: {
            /** @description Where he stands on each purpose and medium that he was ever asked about. */
            consents: components["schemas"]["Consent"][];
            /**
             * Format: date-time
             * @description When the shop first heard of him.
             */
            created_at: string;
            /**
             * @description Who is billed unless he says otherwise.
             * @example addr_1042
             */
            default_billing?: string | null;
            /**
             * @description Where his goods go unless he says otherwise.
             * @example addr_1042
             */
            default_shipping?: string | null;
            /** @description Where he is written to, and what he signs in with. */
            email: string;
            /**
             * @description His id.
             * @example cust_1042
             */
            id: string;
            /**
             * @description His language.
             * @example en-IN
             */
            locale?: string | null;
            /** @description His name. */
            name: string;
            /** @description Where he is called, in E.164. */
            phone?: string | null;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description Who calls. */
        Me2: {
            /** @description A member of staff or a key, by id. */
            actor: string;
            /** @description The channels he is limited to; absent means all. */
            channels?: string[] | null;
            /** @description What a write with the cookie carries in `X-CSRF-Token`; absent with a bearer token. */
            csrf_token?: string | null;
            /** @description What he may do. */
            permissions: components["schemas"]["Permission"][];
            /** @description The member of staff, if it is one. */
            staff?: components["schemas"]["Staff"] | null;
        };
        /** @description A picture. */
        Media: {
            /**
             * @description What it shows, for who cannot see it.
             * @default
             */
            alt?: string;
            /** @description `https://…`, `http://…` or a path on this server that begins with `/`. */
            url: string;
        };
        /** @description A picture. */
        MediaAt: {
            /**
             * @description Which.
             * @example med_1042
             */
            id: string;
        };
        /** @description A picture that the shop keeps. */
        MediaFile: {
            /** @description Its format. */
            format: components["schemas"]["Format"];
            /** @description What is to be seen, for who cannot see it. */
            alt: string;
            /**
             * Format: int64
             * @description Its size, bytes.
             */
            bytes: number;
            /**
             * Format: date-time
             * @description When it came.
             */
            created_at: string;
            /** @description Its file name in addresses. */
            file_name: string;
            /**
             * Format: uint32
             * @description How high it is shown, pixels.
             */
            height: number;
            /**
             * @description Its id.
             * @example med_1042
             */
            id: string;
            /** @description Its key in addresses: the first 32 hexadecimal digits of its SHA-256. The same bytes are the same picture. */
            key: string;
            /** @description Its media type. */
            mime: string;
            /** @description The SHA-256 of its bytes, hexadecimal. */
            sha256: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /** @description Where it is served, without the server's own address: what a product's picture names. */
            url: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
            /**
             * Format: uint32
             * @description How wide it is shown, pixels.
             */
            width: number;
        };
        /** @description A change to a picture; absent fields stay. Its bytes never change. */
        MediaPatch: {
            /**
             * @description What is to be seen; up to 512 characters.
             * @default null
             */
            alt?: string | null;
        };
        /** @description By what he is written to. */
        Medium: "email" | "sms" | "whatsapp";
        /** @description What is in a collection. */
        Membership: {
            /** @constant */
            kind: "manual";
        } | {
            /** @description Whether all must hold, or any. */
            all: boolean;
            /** @constant */
            kind: "rules";
            /** @description 1 to 60. */
            rules: components["schemas"]["CollectionRule"][];
        };
        /** @description A menu. */
        Menu: {
            /** @description Its name. */
            title: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description What a storefront asks for it by: `main-menu`. */
            handle: string;
            /**
             * @description Its id.
             * @example menu_1042
             */
            id: string;
            /** @description Whether the shop began with it: it cannot be taken away, and keeps its handle. */
            is_default: boolean;
            /** @description Its items, in order. */
            items: components["schemas"]["MenuItem"][];
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A menu. */
        MenuAt: {
            /**
             * @description Which.
             * @example menu_1042
             */
            id: string;
        };
        /** @description A new menu. */
        MenuInput: {
            /** @description Its name. */
            title: string;
            /**
             * @description Made from the title when absent.
             * @default null
             */
            handle?: string | null;
            /**
             * @description Its items, in order.
             * @default []
             */
            items?: components["schemas"]["MenuItemInput"][];
        };
        /** @description An item of a menu. */
        MenuItem: {
            /** @description What it says. */
            title: string;
            /**
             * @description Its id, the same for as long as it is in the menu.
             * @example mitem_1042
             */
            id: string;
            /** @description What is under it. */
            items: components["schemas"]["MenuItem"][];
            /** @description For a collection: only what has all of these tags. */
            tags?: string[];
            /** @description Where it leads. */
            target: components["schemas"]["MenuTarget"];
            /** @description What it says in other languages. */
            titles?: {
                [key: string]: string;
            };
            /** @description The address: a path on the shop's own pages, or an absolute one; absent when what it led to is gone or hidden. */
            url?: string | null;
        };
        /** @description An item as it is put in. */
        MenuItemInput: {
            /** @description What it says. */
            title: string;
            /**
             * @description Of an item that the menu has already, so that it stays the same; a new one when absent.
             * @default null
             * @example mitem_1042
             */
            id?: string | null;
            /**
             * @description What is under it; a menu has up to 3 levels and 250 items.
             * @default []
             */
            items?: components["schemas"]["MenuItemInput"][];
            /**
             * @description For a collection: only what has all of these tags.
             * @default []
             */
            tags?: string[];
            /** @description Where it leads. */
            target: components["schemas"]["MenuTarget"];
            /**
             * @description What it says in other languages.
             * @default {}
             */
            titles?: {
                [key: string]: string;
            };
        };
        /** @description A menu by handle. */
        MenuNameAt: {
            /** @description Which. */
            menu: string;
        };
        /** @description A change to a menu; absent fields stay. */
        MenuPatch: {
            /**
             * @description Its name.
             * @default null
             */
            title?: string | null;
            /**
             * @description What a storefront asks for it by.
             * @default null
             */
            handle?: string | null;
            /**
             * @description All its items, in order.
             * @default null
             */
            items?: components["schemas"]["MenuItemInput"][] | null;
        };
        /** @description Where an item leads. */
        MenuTarget: {
            /** @constant */
            type: "front_page";
        } | {
            /** @constant */
            type: "catalog";
        } | {
            /** @constant */
            type: "collections";
        } | {
            /** @constant */
            type: "search";
        } | {
            /** @constant */
            type: "customer_account";
        } | {
            /** @constant */
            type: "product";
            /**
             * @description Which.
             * @example prod_1042
             */
            id: string;
        } | {
            /** @constant */
            type: "collection";
            /**
             * @description Which.
             * @example coll_1042
             */
            id: string;
        } | {
            /** @constant */
            type: "page";
            /**
             * @description Which.
             * @example page_1042
             */
            id: string;
        } | {
            /** @constant */
            type: "blog";
            /**
             * @description Which.
             * @example blog_1042
             */
            id: string;
        } | {
            /** @constant */
            type: "article";
            /**
             * @description Which.
             * @example art_1042
             */
            id: string;
        } | {
            /** @constant */
            type: "metaobject";
            /**
             * @description Which.
             * @example mobj_1042
             */
            id: string;
        } | {
            /** @constant */
            type: "policy";
            /** @description Which. */
            policy: components["schemas"]["PolicyKind"];
        } | {
            /** @constant */
            type: "http";
            /** @description `https://…`, `http://…`, `mailto:…`, `tel:…` or a path on the shop's own pages that begins with `/`. */
            url: string;
        };
        /** @description Something that stands between a checkout and an order. */
        Message: {
            /** @description What, for a program: `email_missing`. */
            code: string;
            /** @description Where: `lines.0.quantity`. */
            path: string;
            /** @description Who can mend it. */
            severity: components["schemas"]["Severity"];
            /** @description What, for a person. */
            text: string;
        };
        /** @description A typed value beside the fields that every product has. */
        Metafield: {
            /** @description What the value is. With a definition of this namespace and key, the definition's type. */
            type: components["schemas"]["MetafieldType"];
            /** @description Its name: `washing`; same form. */
            key: string;
            /** @description Whose it is: `care`; 1 to 64 of a–z, 0–9, `_` and `-`. */
            namespace: string;
            /** @description The value, as text. */
            value: string;
        };
        /** @description Holds every metafield of one namespace and key to one type. */
        MetafieldDefinition: {
            /** @description The type that values must have. */
            type: components["schemas"]["MetafieldType"];
            /**
             * @description Its id.
             * @example mfd_1042
             */
            id: string;
            /** @description The key. */
            key: string;
            /** @description The name people see. */
            name: string;
            /** @description The namespace. */
            namespace: string;
            /** @description Whether the storefront shows it. */
            storefront_visible: boolean;
        };
        /** @description A metafield definition. */
        MetafieldDefinitionAt: {
            /**
             * @description Which.
             * @example mfd_1042
             */
            id: string;
        };
        /** @description A new metafield definition. */
        MetafieldDefinitionInput: {
            /** @description The type that values must have. */
            type: components["schemas"]["MetafieldType"];
            /** @description The key. */
            key: string;
            /** @description The name people see. */
            name: string;
            /** @description The namespace. */
            namespace: string;
            /**
             * @description Whether the storefront shows it; yes when absent.
             * @default null
             */
            storefront_visible?: boolean | null;
        };
        /** @description The type of a metafield's value, which is kept as text in this type's canonical form. */
        MetafieldType: "single_line_text" | "multi_line_text" | "integer" | "decimal" | "boolean" | "date" | "date_time" | "url" | "json";
        /** @description A metaobject. */
        Metaobject: {
            /** @description What it is called: the value of its display field, cut; empty when there is none. */
            title: string;
            /** @description Its type. */
            type: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * @description Its definition.
             * @example mobjd_1042
             */
            definition: string;
            /** @description Its fields that have a value, in the definition's order. */
            fields: components["schemas"]["MetaobjectField"][];
            /** @description Its name in requests, unique in its type. */
            handle: string;
            /**
             * @description Its id.
             * @example mobj_1042
             */
            id: string;
            /**
             * Format: date-time
             * @description From when it is shown; absent means never.
             */
            published_at?: string | null;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A metaobject. */
        MetaobjectAt: {
            /**
             * @description Which.
             * @example mobj_1042
             */
            id: string;
        };
        /** @description What metaobjects of one type are made of. */
        MetaobjectDefinition: {
            /** @description The type's name in requests: `size_chart`. */
            type: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description The field that a metaobject is called by, if there is one. */
            display_field?: string | null;
            /** @description The fields, in order. */
            fields: components["schemas"]["MetaobjectFieldDefinition"][];
            /**
             * @description Its id.
             * @example mobjd_1042
             */
            id: string;
            /** @description The name people see. */
            name: string;
            /** @description Whether the storefront shows metaobjects of this type. */
            storefront_visible: boolean;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A definition of metaobjects. */
        MetaobjectDefinitionAt: {
            /**
             * @description Which.
             * @example mobjd_1042
             */
            id: string;
        };
        /** @description A new definition. */
        MetaobjectDefinitionInput: {
            /** @description The type's name in requests: 1 to 64 of a–z, 0–9, `_` and `-`; unique, and never changed. */
            type: string;
            /**
             * @description The field that a metaobject is called by.
             * @default null
             */
            display_field?: string | null;
            /** @description The fields, in order; 1 to 40. */
            fields: components["schemas"]["MetaobjectFieldDefinition"][];
            /** @description The name people see. */
            name: string;
            /**
             * @description Whether the storefront shows metaobjects of this type; yes when absent.
             * @default null
             */
            storefront_visible?: boolean | null;
        };
        /**
         * @description A change to a definition; absent fields stay. While there are metaobjects of the type, its fields keep their types and
         *      none is taken away or newly required.
         */
        MetaobjectDefinitionPatch: {
            /** @description The field that a metaobject is called by; null means none. */
            display_field?: string | null;
            /**
             * @description All the fields, in order.
             * @default null
             */
            fields?: components["schemas"]["MetaobjectFieldDefinition"][] | null;
            /**
             * @description The name people see.
             * @default null
             */
            name?: string | null;
            /**
             * @description Whether the storefront shows metaobjects of this type.
             * @default null
             */
            storefront_visible?: boolean | null;
        };
        /** @description A field of a metaobject. */
        MetaobjectField: {
            /** @description What it holds. */
            type: components["schemas"]["FieldType"];
            /** @description Its name. */
            key: string;
            /** @description Whether it holds a list of that. */
            list: boolean;
            /** @description The value as text, in its type's one form; a list as a JSON array of such texts. */
            value: string;
        };
        /** @description One field of a definition. */
        MetaobjectFieldDefinition: {
            /** @description What it holds. */
            type: components["schemas"]["FieldType"];
            /** @description Its name: 1 to 64 of a–z, 0–9, `_` and `-`. */
            key: string;
            /**
             * @description Whether it holds a list of that: a JSON array of texts.
             * @default false
             */
            list?: boolean;
            /**
             * @description The name people see.
             * @default
             */
            name?: string;
            /**
             * @description Whether every metaobject must have it.
             * @default false
             */
            required?: boolean;
        };
        /** @description What a list of metaobjects is narrowed to, and its order. */
        MetaobjectFilter: {
            /** @description Only those of this type. */
            type?: string | null;
            /**
             * @description In what direction.
             * @default asc
             */
            direction?: components["schemas"]["Direction"];
            /** @description Only those that contain every word of this in title or handle. */
            search?: string | null;
            /**
             * @description By what they are sorted.
             * @default id
             */
            sort?: components["schemas"]["ContentSort"];
        };
        /** @description A new metaobject. */
        MetaobjectInput: {
            /** @description Its type. */
            type: string;
            /**
             * @description Values by the names of fields.
             * @default {}
             */
            fields?: {
                [key: string]: string;
            };
            /**
             * @description Made from the display field when absent.
             * @default null
             */
            handle?: string | null;
            /**
             * Format: date-time
             * @description From when it is shown; now when absent, never when null.
             */
            published_at?: string | null;
        };
        /** @description A metaobject by type and handle. */
        MetaobjectNameAt: {
            /** @description Which. */
            metaobject: string;
            /** @description Which. */
            metaobject_type: string;
        };
        /** @description A change to a metaobject; absent fields stay. */
        MetaobjectPatch: {
            /**
             * @description Values by the names of fields; null takes one away, and what is not named stays.
             * @default {}
             */
            fields?: {
                [key: string]: string | null;
            };
            /**
             * @description Its name in requests.
             * @default null
             */
            handle?: string | null;
            /**
             * Format: date-time
             * @description From when it is shown; null means never.
             */
            published_at?: string | null;
        };
        /** @description Metaobjects by their type. */
        MetaobjectTypeAt: {
            /** @description Which. */
            metaobject_type: string;
        };
        /** @description What a list of shipping methods is narrowed to. */
        MethodFilter: {
            /** @description Only those that are offered, or are not. */
            active?: boolean | null;
            /**
             * @description Only those of this channel.
             * @example chan_1042
             */
            channel?: string | null;
        };
        /** @description An amount in minor units (paise for INR, yen for JPY) of one currency. */
        Money: {
            /**
             * @description ISO 4217 code.
             * @example INR
             */
            currency: string;
            /**
             * Format: int64
             * @description Minor units: 129900 is ₹1,299.00.
             */
            minor: number;
        };
        /** @description One entry of the ledger whose sum is the level. */
        Movement: {
            /** @description Who. */
            actor: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * Format: int64
             * @description How many more on hand, or fewer when negative.
             */
            delta: number;
            /**
             * @description Its id.
             * @example mov_1042
             */
            id: string;
            /** @description Why. */
            kind: components["schemas"]["MovementKind"];
            /**
             * @description Where.
             * @example loc_1042
             */
            location: string;
            /** @description The reason in words. */
            reason: string;
            /** @description What it belongs to: an order, a transfer, an import. */
            reference?: string | null;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
        };
        /** @description What a list of movements is narrowed to. */
        MovementFilter: {
            /** @description Only of this kind. */
            kind?: components["schemas"]["MovementKind"] | null;
            /**
             * @description Only at this location.
             * @example loc_1042
             */
            location?: string | null;
            /** @description Only those that belong to this. */
            reference?: string | null;
            /**
             * @description Only of this variant.
             * @example var_1042
             */
            variant?: string | null;
        };
        /** @description Why a level changes. */
        MovementKind: "receive" | "adjust" | "count" | "commit" | "restock" | "transfer_out" | "transfer_in";
        /** @description A change to what the shop knows of a customer; absent fields stay, null takes away. */
        MyPatch: {
            /**
             * @description Who is billed unless he says otherwise.
             * @default null
             * @example addr_1042
             */
            default_billing?: string | null;
            /**
             * @description Where his goods go unless he says otherwise.
             * @default null
             * @example addr_1042
             */
            default_shipping?: string | null;
            /**
             * @description His language.
             * @default null
             * @example en-IN
             */
            locale?: string | null;
            /**
             * @description His name.
             * @default null
             */
            name?: string | null;
            /**
             * @description Where he is called; of the shop's country unless it begins with `+`.
             * @default null
             */
            phone?: string | null;
        };
        /** @description A key and its secret, which is shown this once. */
        NewApiKey: {
            /** @description The key. */
            key: components["schemas"]["ApiKey"];
            /** @description What goes into `Authorization: Bearer …`. */
            secret: string;
        };
        /** @description What is captured. */
        NewCapture: {
            /**
             * Format: int64
             * @description How much, minor units; all that is held when absent.
             * @default null
             */
            amount_minor?: number | null;
            /** @description Your name for this capture; the same name is done once. */
            reference: string;
        };
        /** @description A checkout to begin. */
        NewCheckout: {
            /** @description The cart. */
            cart: string;
            /**
             * @description What is known already.
             * @default {}
             */
            details?: components["schemas"]["Details"];
        };
        /** @description Another e-mail address. */
        NewEmail: {
            /** @description The new address. */
            email: string;
            /** @description The present password. */
            password: string;
        };
        /** @description What is sent. */
        NewFulfilment: {
            /**
             * @description What; absent or empty means everything that is left.
             * @default []
             */
            lines?: components["schemas"]["FulfilmentLine"][];
            /**
             * @description Where it leaves from.
             * @default null
             * @example loc_1042
             */
            location?: string | null;
            /**
             * @description Whether it has left already; yes when absent.
             * @default null
             */
            shipped?: boolean | null;
            /**
             * @description How to follow it.
             * @default {
             *       "carrier": "",
             *       "number": "",
             *       "url": ""
             *     }
             */
            tracking?: components["schemas"]["Tracking"];
        };
        /** @description Lines to put in. */
        NewLines: {
            /** @description 1 to 500. */
            lines: components["schemas"]["CartLineInput"][];
        };
        /** @description Prices to set. */
        NewPrices: {
            /**
             * @description Check only.
             * @default false
             */
            dry_run?: boolean;
            /** @description In which list: `{"channel": "chan_…"}` is the one that a channel begins with. */
            list: components["schemas"]["PriceListRef"];
            /** @description At most 10,000. */
            prices: components["schemas"]["PriceInput"][];
        };
        /** @description Money that came in. */
        NewReceipt: {
            /**
             * Format: int64
             * @description How much, minor units.
             */
            amount_minor: number;
            /** @description The bank's reference or the receipt's number; the same one is recorded once. */
            receipt: string;
        };
        /** @description What is paid back. */
        NewRefund: {
            /**
             * Format: int64
             * @description An amount beside lines and shipping, as goodwill, minor units.
             * @default 0
             */
            amount_minor?: number;
            /**
             * @description Units; their share of price, discount and tax goes back.
             * @default []
             */
            lines?: components["schemas"]["RefundLineInput"][];
            /** @description Why. */
            reason: string;
            /**
             * Format: int64
             * @description Shipping, minor units.
             * @default 0
             */
            shipping_minor?: number;
        };
        /** @description Why a payment goes on. */
        NewRelease: {
            /** @description What you have found. */
            reason: string;
        };
        /** @description A session that has begun. */
        NewSession: {
            /** @description What a write with the cookie carries in `X-CSRF-Token`. */
            csrf_token?: string | null;
            /**
             * @description Who is signed in.
             * @example cust_1042
             */
            customer: string;
            /** @description The session. */
            session: components["schemas"]["SessionInfo"];
            /** @description The tokens, when they were asked for. */
            tokens?: components["schemas"]["TokenPair"] | null;
        };
        /** @description A session that has begun. */
        NewSession2: {
            /** @description What a write with the cookie carries in `X-CSRF-Token`. */
            csrf_token?: string | null;
            /** @description Whether he must set up a second factor before he may do anything else. */
            must_set_up_second_factor: boolean;
            /** @description What he may do: nothing until he has set up the second factor that one of his roles asks for. */
            permissions: components["schemas"]["Permission"][];
            /** @description What goes into `Authorization: Bearer …`; absent when it is in the cookie. */
            secret?: string | null;
            /** @description The session. */
            session: components["schemas"]["Session"];
            /** @description Who signed in. */
            staff: components["schemas"]["Staff"];
        };
        /** @description A storefront token and its text; that of a private one is shown this once. */
        NewStorefrontToken: {
            /** @description What goes into `X-Infrasell-Storefront-Token` or `Infrasell-Storefront-Private-Token`. */
            secret: string;
            /** @description The token. */
            storefront_token: components["schemas"]["StorefrontToken"];
        };
        /** @description What the buyer must do next. */
        NextAction: {
            /** @constant */
            kind: "redirect";
            /** @description The address. */
            url: string;
        } | {
            /** @constant */
            kind: "instructions";
            /** @description The text. */
            text: string;
        };
        /** @description A note. */
        Note: {
            /** @description 1 to 5,000 characters. */
            text: string;
        };
        /** @description A mail. */
        Notification: {
            /**
             * Format: int64
             * @description How often it was tried.
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /**
             * @description Its id.
             * @example ntf_1042
             */
            id: string;
            /** @description What it is about. */
            kind: components["schemas"]["NotificationKind"];
            /** @description Why the last try failed. */
            last_error?: string | null;
            /**
             * @description In which language.
             * @example en-IN
             */
            locale: string;
            /** @description Its Message-ID, the same at every try. */
            message_id: string;
            /**
             * Format: date-time
             * @description When it is tried next, while it waits.
             */
            next_attempt_at?: string | null;
            /**
             * @description The order it is about.
             * @example ord_1042
             */
            order?: string | null;
            /** @description The address it goes to. */
            recipient: string;
            /**
             * Format: date-time
             * @description When it was taken.
             */
            sent_at?: string | null;
            /** @description Where it stands. */
            state: components["schemas"]["NotificationState"];
            /** @description Its subject, once it was written. */
            subject: string;
        };
        /** @description A mail. */
        NotificationAt: {
            /**
             * @description Which.
             * @example ntf_1042
             */
            id: string;
        };
        /** @description A mail with its text and every try. What lets somebody in (a link's token) is masked in the text. */
        NotificationDetail: {
            /**
             * Format: int64
             * @description How often it was tried.
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /** @description Its HTML, as it was last written. */
            html: string;
            /**
             * @description Its id.
             * @example ntf_1042
             */
            id: string;
            /** @description What it is about. */
            kind: components["schemas"]["NotificationKind"];
            /** @description Why the last try failed. */
            last_error?: string | null;
            /**
             * @description In which language.
             * @example en-IN
             */
            locale: string;
            /** @description Its Message-ID, the same at every try. */
            message_id: string;
            /**
             * Format: date-time
             * @description When it is tried next, while it waits.
             */
            next_attempt_at?: string | null;
            /**
             * @description The order it is about.
             * @example ord_1042
             */
            order?: string | null;
            /** @description The address it goes to. */
            recipient: string;
            /**
             * Format: date-time
             * @description When it was taken.
             */
            sent_at?: string | null;
            /** @description Where it stands. */
            state: components["schemas"]["NotificationState"];
            /** @description Its subject, once it was written. */
            subject: string;
            /** @description Its plain text, as it was last written. */
            text: string;
            /** @description Every try, oldest first; the last 100. */
            tries: components["schemas"]["Attempt"][];
        };
        /** @description What a list of mails is narrowed to. */
        NotificationFilter: {
            /**
             * @description Only of this kind.
             * @default null
             */
            kind?: components["schemas"]["NotificationKind"] | null;
            /**
             * @description Only about this order.
             * @default null
             * @example ord_1042
             */
            order?: string | null;
            /**
             * @description Only to this address, case does not matter.
             * @default null
             */
            recipient?: string | null;
            /**
             * @description Only those in this state.
             * @default null
             */
            state?: components["schemas"]["NotificationState"] | null;
        };
        /** @description What a mail is about; each has a template. */
        NotificationKind: "order_confirmed" | "cod_confirmation" | "order_shipped" | "order_refunded" | "order_cancelled" | "verify_email" | "change_email" | "reset_password" | "password_changed" | "email_changed" | "account_exists" | "staff_reset" | "staff_password_changed";
        /** @description Where a mail stands. */
        NotificationState: "waiting" | "sent" | "dead";
        /** @description How numbers that people see are formed. */
        NumberFormat: {
            /**
             * Format: uint32
             * @description The number is filled up with zeros to this many digits, 1 to 9.
             */
            min_digits: number;
            /** @description Stands before the number: letters, digits, `-` and `/`, at most 8. */
            prefix: string;
        };
        /** @description A channel. */
        OfChannel: {
            /**
             * @description Only those of this channel.
             * @example chan_1042
             */
            channel?: string | null;
        };
        /** @description What a list of operations is narrowed to. */
        OpFilter: {
            /**
             * @description Only of payments that were agreed in this channel.
             * @example chan_1042
             */
            channel?: string | null;
            /** @description Only those that wait for staff, or do not. */
            needs_operator?: boolean | null;
            /**
             * @description Only of this payment.
             * @example pay_1042
             */
            payment?: string | null;
            /** @description Only those in this state. */
            state?: components["schemas"]["OpState"] | null;
        };
        /** @description What a provider is asked to do. */
        OpKind: "create" | "authorise" | "capture" | "void" | "refund";
        /** @description Where an operation stands. */
        OpState: "new" | "sent" | "unknown" | "done" | "failed";
        /** @description An order. */
        Order: {
            /** @description What the storefront added. */
            attributes: {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description Held for it, minor units.
             */
            authorised_minor: number;
            /**
             * Format: int64
             * @description What is still to be paid, or to be paid back when negative: what the order costs now (the total less refunds that
             *      are pending or done; nothing once it is cancelled) less captured plus refunded; minor units.
             */
            balance_minor: number;
            /** @description Who is billed. */
            billing_address?: components["schemas"]["PostalAddress"] | null;
            /** @description Why it was cancelled. */
            cancel_reason?: string | null;
            /**
             * Format: date-time
             * @description When it was cancelled.
             */
            cancelled_at?: string | null;
            /**
             * Format: int64
             * @description Taken for it, minor units.
             */
            captured_minor: number;
            /**
             * @description Where it was sold.
             * @example chan_1042
             */
            channel: string;
            /**
             * @description The checkout it came from.
             * @example chk_1042
             */
            checkout: string;
            /**
             * @description In what.
             * @example INR
             */
            currency: string;
            /**
             * @description The customer, if he was signed in or has claimed it since.
             * @default null
             * @example cust_1042
             */
            customer?: string | null;
            /** @description Who bought. */
            email: string;
            /** @description What was sent. */
            fulfilments: components["schemas"]["Fulfilment"][];
            /**
             * @description Its id.
             * @example ord_1042
             */
            id: string;
            /** @description What was sold. */
            line_items: components["schemas"]["LineItem"][];
            /**
             * @description In which language.
             * @example en-IN
             */
            locale: string;
            /** @description The buyer's note. */
            note: string;
            /** @description Its number, as people see it; unique. */
            number: string;
            /**
             * @description The payment.
             * @example pay_1042
             */
            payment?: string | null;
            /** @description How it is paid. */
            payment_method: string;
            /** @description Where its payment stands, derived. */
            payment_status: components["schemas"]["PaymentStatus"];
            /** @description Where he is called. */
            phone?: string | null;
            /**
             * Format: date-time
             * @description When it was placed.
             */
            placed_at: string;
            /** @description The ledger of amounts as agreed. It never changes. */
            quote: components["schemas"]["Quote"];
            /**
             * Format: int64
             * @description Paid back of that, minor units.
             */
            refunded_minor: number;
            /** @description What was paid back. */
            refunds: components["schemas"]["OrderRefund"][];
            /** @description Where it goes; absent when nothing is sent. */
            shipping_address?: components["schemas"]["PostalAddress"] | null;
            /** @description Where it stands. */
            state: components["schemas"]["OrderState"];
            /** @description What the buyer holds to see it. */
            token: string;
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description The order of a list. */
        Order2: {
            /**
             * @description Which way.
             * @default asc
             */
            direction?: components["schemas"]["Direction"];
            /**
             * @description By what.
             * @default id
             */
            sort?: components["schemas"]["ProductSort"];
        };
        /** @description An order. */
        OrderAt: {
            /**
             * @description Which.
             * @example ord_1042
             */
            id: string;
        };
        /** @description What a list of orders is narrowed to. */
        OrderFilter: {
            /**
             * @description Only those of this channel.
             * @default null
             * @example chan_1042
             */
            channel?: string | null;
            /**
             * @description Only those of this customer.
             * @example cust_1042
             */
            customer?: string | null;
            /**
             * @description Only those of this e-mail address, case does not matter.
             * @default null
             */
            email?: string | null;
            /**
             * @description Only those whose payment stands so.
             * @default null
             */
            payment_status?: components["schemas"]["PaymentStatus"] | null;
            /**
             * Format: date-time
             * @description Only those placed before this time.
             * @default null
             */
            placed_before?: string | null;
            /**
             * Format: date-time
             * @description Only those placed at or after this time.
             * @default null
             */
            placed_since?: string | null;
            /**
             * @description Only those whose number, e-mail address or a name begins with this, case does not matter.
             * @default null
             */
            search?: string | null;
            /**
             * @description Only those in this state.
             * @default null
             */
            state?: components["schemas"]["OrderState"] | null;
            /**
             * @description Only those with this variant in them.
             * @default null
             * @example var_1042
             */
            variant?: string | null;
        };
        /** @description The order that a checkout became. */
        OrderLink: {
            /**
             * @description Its id.
             * @example ord_1042
             */
            id: string;
            /** @description Its number. */
            number: string;
            /** @description What the buyer holds to see it. */
            token: string;
        };
        /** @description Money that goes back. */
        OrderRefund: {
            /** @description Who. */
            actor: string;
            /**
             * Format: int64
             * @description How much, minor units.
             */
            amount_minor: number;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /**
             * @description Its id.
             * @example ref_1042
             */
            id: string;
            /** @description Of which lines. */
            lines: components["schemas"]["RefundedLine"][];
            /** @description Why. */
            reason: string;
            /**
             * Format: int64
             * @description How much of that is shipping, minor units.
             */
            shipping_minor: number;
            /** @description Where it stands. */
            state: components["schemas"]["RefundState"];
        };
        /** @description The order of a list of orders. */
        OrderSort: "placed_at" | "updated_at" | "total";
        /** @description Where an order stands. */
        OrderState: "awaiting_payment" | "confirmed" | "partially_fulfilled" | "fulfilled" | "completed" | "cancelled";
        /** @description What the list of a customer's orders is narrowed to. */
        OrdersOf: {
            /**
             * @description Only those of this channel.
             * @example chan_1042
             */
            channel?: string | null;
        };
        /** @description What became of one product of a bulk write. */
        Outcome: "created" | "updated" | "unchanged";
        /** @description An address of the customer who calls. */
        OwnAddressAt: {
            /**
             * @description Which.
             * @example addr_1042
             */
            address: string;
        };
        /** @description A page. */
        PageAt: {
            /**
             * @description Which.
             * @example page_1042
             */
            id: string;
        };
        /** @description A page by id or handle. */
        PageNameAt: {
            /** @description Which. */
            page: string;
        };
        /** @description What part of a list is wanted. */
        PageRequest: {
            /** @description The `next` of the page before. */
            after?: string | null;
            /**
             * Format: uint32
             * @description How many items, 1 to 250; 50 when absent.
             */
            limit?: number | null;
        };
        /** @description One page of a list. */
        Page_for_Address: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Address"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_ApiKey: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["ApiKey"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Article: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Article"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_AuditEntry: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["AuditEntry"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Blog: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Blog"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_CartSummary: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["CartSummary"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Category: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Category"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Channel: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Channel"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_CheckoutSummary: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["CheckoutSummary"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Collection: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Collection"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_ConsentEntry: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["ConsentEntry"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_ContentPage: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["ContentPage"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Customer: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Customer"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_CustomerGroup: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["CustomerGroup"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Export: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Export"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_FactView: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["FactView"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Import: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Import"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Job: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Job"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Level: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Level"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Location: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Location"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_MediaFile: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["MediaFile"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Menu: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Menu"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_MetafieldDefinition: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["MetafieldDefinition"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Metaobject: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Metaobject"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_MetaobjectDefinition: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["MetaobjectDefinition"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Movement: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Movement"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Notification: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Notification"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Order: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Order"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Payment: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Payment"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Price: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Price"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_PriceList: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["PriceList"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Product: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Product"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_ProviderOp: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["ProviderOp"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Redirect: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Redirect"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Rejection: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Rejection"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Reservation: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Reservation"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Role: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Role"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_SessionInfo: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["SessionInfo"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_ShippingMethod: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["ShippingMethod"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Staff: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Staff"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_StorefrontToken: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["StorefrontToken"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_TaxClass: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["TaxClass"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_TaxRate: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["TaxRate"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_TaxRegistration: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["TaxRegistration"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Template: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Template"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_TimelineEntry: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["TimelineEntry"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Transfer: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Transfer"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_Webhook: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["Webhook"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description One page of a list. */
        Page_for_WebhookDelivery: {
            /** @description The items, in the order asked for. */
            items: components["schemas"]["WebhookDelivery"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description Changes one's own password. Its debug form hides both. */
        PasswordChange: {
            /** @description The present one. */
            current_password: string;
            /** @description The new one, 10 to 256 characters. */
            new_password: string;
        };
        /** @description A payment. */
        Payment: {
            /** @description How much was agreed. */
            amount: components["schemas"]["Money"];
            /**
             * @description Where it was agreed; absent where that was not noted yet.
             * @default null
             * @example chan_1042
             */
            channel?: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Why it was declined or failed. */
            decline_reason?: string | null;
            /**
             * Format: date-time
             * @description When the hold on the money ends.
             */
            expires_at?: string | null;
            /** @description Why it is held for staff to look at. */
            held?: components["schemas"]["Hold"] | null;
            /**
             * @description Its id.
             * @example pay_1042
             */
            id: string;
            /** @description How. */
            method: string;
            /** @description What the buyer must do next. */
            next_action?: components["schemas"]["NextAction"] | null;
            /** @description The provider's name for it. */
            provider_object?: string | null;
            /** @description What it is for: `chk_12:1`; unique. */
            reference: string;
            /** @description Where it stands, derived from the ledger. */
            state: components["schemas"]["PaymentState"];
            /** @description The ledger's sums, minor units. */
            totals: components["schemas"]["PaymentTotals"];
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /** @description A payment. */
        PaymentAt: {
            /**
             * @description Which.
             * @example pay_1042
             */
            id: string;
        };
        /** @description A way to pay, as offered to a buyer. */
        PaymentMethod: {
            /** @description What the engine can do. */
            capabilities: components["schemas"]["Capabilities"];
            /** @description Its code: `manual`, `cod`, `simulator`; `none` when there is nothing to pay. */
            code: string;
            /** @description What else he reads, such as the bank account to pay into. */
            instructions: string;
            /** @description What the buyer reads. */
            name: string;
            /** @description Whether the client must bring an instrument. */
            needs_instrument: boolean;
        };
        /** @description Where a payment stands; derived from its facts, never stored as the truth. */
        PaymentState: "created" | "pending" | "needs_action" | "authorised" | "partially_captured" | "captured" | "partially_refunded" | "refunded" | "voided" | "failed" | "held";
        /** @description How far an order is paid. */
        PaymentStatus: "not_required" | "pending" | "authorised" | "partially_captured" | "captured" | "partially_refunded" | "refunded" | "voided" | "failed";
        /** @description What the facts of a payment come to, minor units. */
        PaymentTotals: {
            /**
             * Format: int64
             * @description Ever held for us.
             */
            authorised_minor: number;
            /**
             * Format: int64
             * @description Still to be captured.
             */
            capturable_minor: number;
            /**
             * Format: int64
             * @description Captured.
             */
            captured_minor: number;
            /**
             * Format: int64
             * @description Disputed.
             */
            disputed_minor: number;
            /**
             * Format: int64
             * @description On its way back.
             */
            refund_pending_minor: number;
            /**
             * Format: int64
             * @description Paid back.
             */
            refunded_minor: number;
        };
        /** @description One thing that a member of staff or an API key may be allowed to do. */
        Permission: "settings:read" | "settings:write" | "staff:read" | "staff:write" | "catalog:read" | "catalog:write" | "content:read" | "content:write" | "pricing:read" | "pricing:write" | "inventory:read" | "inventory:write" | "orders:read" | "orders:write" | "customers:read" | "customers:write" | "payments:read" | "payments:write" | "notifications:read" | "notifications:write" | "webhooks:read" | "webhooks:write" | "audit:read" | "system:read" | "system:write";
        /** @description A place on the map. */
        Place: {
            /**
             * @description The country.
             * @example IN
             */
            country: string;
            /**
             * Format: int64
             * @description Millionths of a degree, north positive.
             */
            latitude_micro: number;
            /**
             * Format: int64
             * @description Millionths of a degree, east positive.
             */
            longitude_micro: number;
        };
        /** @description A policy. */
        Policy: {
            /** @description Its title. */
            title: string;
            /** @description HTML, cleaned of what could do harm; buyers see no policy whose text is empty. */
            body_html: string;
            /** @description Its name in addresses: `/policies/{handle}`. */
            handle: string;
            /** @description Which. */
            policy: components["schemas"]["PolicyKind"];
            /** @description Its texts in other languages. */
            translations?: {
                [key: string]: components["schemas"]["Translation"];
            };
            /**
             * Format: date-time
             * @description When it was last changed; absent until the first time.
             */
            updated_at?: string | null;
            /**
             * Format: int64
             * @description Raised by each change; 0 until the first. The ETag.
             */
            version: number;
        };
        /** @description A policy. */
        PolicyAt: {
            /** @description Which. */
            policy: components["schemas"]["PolicyKind"];
        };
        /** @description A kind of policy. */
        PolicyKind: "privacy" | "refund" | "shipping" | "terms_of_service" | "subscription";
        /** @description A policy by handle. */
        PolicyNameAt: {
            /** @description Which. */
            policy: string;
        };
        /** @description A change to a policy; absent fields stay. */
        PolicyPatch: {
            /** @description Its title; null means the usual one. */
            title?: string | null;
            /** @description HTML; null empties it, and buyers no longer see the policy. */
            body_html?: string | null;
            /** @description All its texts in other languages; null takes them away. */
            translations?: {
                [key: string]: components["schemas"]["Translation"];
            } | null;
        };
        /** @description A postal address. */
        PostalAddress: {
            /**
             * @description City, town or village.
             * @default
             */
            city?: string;
            /** @description The company, if it is one. */
            company?: string | null;
            /**
             * @description ISO 3166-1 alpha-2.
             * @example IN
             */
            country?: string | null;
            /**
             * @description House and street.
             * @default
             */
            line1?: string;
            /** @description Flat, floor, landmark. */
            line2?: string | null;
            /**
             * @description Who receives there.
             * @default
             */
            name?: string;
            /** @description Whom the carrier calls. */
            phone?: string | null;
            /** @description PIN or postal code. */
            postal_code?: string | null;
            /** @description State or province: ISO 3166-2 without the country, such as `MH`. */
            region?: string | null;
        };
        /** @description Who is signed in. */
        Present: {
            /** @description What a write with the cookie carries in `X-CSRF-Token`; absent with a bearer token. */
            csrf_token?: string | null;
            /**
             * @description Who.
             * @example cust_1042
             */
            customer: string;
            /** @description Whether he has shown that his e-mail address is his. */
            email_verified: boolean;
            /**
             * @description His session.
             * @example sess_1042
             */
            session?: string | null;
        };
        /** @description What is previewed. */
        Preview: {
            /**
             * @description A draft; the template in place when absent.
             * @default null
             */
            draft?: components["schemas"]["TemplateInput"] | null;
        };
        /** @description A price of one variant in one list, for a span of time. */
        Price: {
            /**
             * Format: int64
             * @description What it is shown beside as reduced from, minor units.
             */
            compare_at_minor?: number | null;
            /**
             * Format: date-time
             * @description When it was set.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Until when, exclusive; absent means until another takes over.
             */
            ends_at?: string | null;
            /**
             * @description Its id.
             * @example price_1042
             */
            id: string;
            /**
             * @description The list.
             * @example plist_1042
             */
            list: string;
            /**
             * Format: int64
             * @description Maximum retail price with all taxes, minor units (India: Legal Metrology). Never sold above it.
             */
            mrp_minor?: number | null;
            /**
             * Format: int64
             * @description Minor units a unit.
             */
            price_minor: number;
            /**
             * Format: date-time
             * @description From when it holds.
             */
            starts_at: string;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
        };
        /** @description A price to set. */
        PriceInput: {
            /**
             * Format: int64
             * @description What it is shown beside as reduced from, minor units.
             * @default null
             */
            compare_at_minor?: number | null;
            /**
             * Format: date-time
             * @description Until when, exclusive; the price before comes back then.
             * @default null
             */
            ends_at?: string | null;
            /**
             * Format: int64
             * @description Maximum retail price with all taxes, minor units.
             * @default null
             */
            mrp_minor?: number | null;
            /**
             * Format: int64
             * @description Minor units a unit, 0 to 10^12; not above the MRP.
             */
            price_minor: number;
            /**
             * Format: date-time
             * @description From when it holds; now when absent or when that has passed. It takes over from the price before.
             * @default null
             */
            starts_at?: string | null;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
        };
        /** @description A set of prices for one channel and currency. */
        PriceList: {
            /** @description Whether it counts. */
            active: boolean;
            /**
             * @description Where it holds.
             * @example chan_1042
             */
            channel: string;
            /** @description Its code: `web-inr`. */
            code: string;
            /**
             * @description In what.
             * @example INR
             */
            currency: string;
            /**
             * Format: date-time
             * @description Until when, exclusive; absent means open.
             */
            ends_at?: string | null;
            /**
             * @description Its id.
             * @example plist_1042
             */
            id: string;
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Of the lists of a channel and currency the one of highest priority that has a price wins.
             */
            priority: number;
            /**
             * Format: date-time
             * @description From when it counts; absent means always.
             */
            starts_at?: string | null;
        };
        /** @description A price list. */
        PriceListAt: {
            /**
             * @description Which.
             * @example plist_1042
             */
            id: string;
        };
        /** @description A new price list. */
        PriceListInput: {
            /**
             * @description Where it holds.
             * @example chan_1042
             */
            channel: string;
            /** @description 1 to 64 of a–z, 0–9 and `-`; unique. */
            code: string;
            /**
             * @description In what; the channel's currency when absent.
             * @default null
             * @example INR
             */
            currency?: string | null;
            /**
             * Format: date-time
             * @description Until when, exclusive.
             * @default null
             */
            ends_at?: string | null;
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Higher wins; the list that every channel begins with has 0.
             * @default 0
             */
            priority?: number;
            /**
             * Format: date-time
             * @description From when it counts.
             * @default null
             */
            starts_at?: string | null;
        };
        /** @description A change to a price list; absent fields stay. */
        PriceListPatch: {
            /**
             * @description Whether it counts.
             * @default null
             */
            active?: boolean | null;
            /**
             * Format: date-time
             * @description Until when; null means open.
             */
            ends_at?: string | null;
            /**
             * @description Its name.
             * @default null
             */
            name?: string | null;
            /**
             * Format: int64
             * @description Higher wins.
             * @default null
             */
            priority?: number | null;
            /**
             * Format: date-time
             * @description From when it counts; null means always.
             */
            starts_at?: string | null;
        };
        /** @description How the list of a bulk write is named. */
        PriceListRef: {
            /** @example plist_1042 */
            list: string;
        } | {
            /** @example chan_1042 */
            channel: string;
        };
        /** @description What a bulk write of prices did. */
        PricesSet: {
            /** @description The variants for which a price was set that says something new, now or on a date to come. */
            changed: string[];
        };
        /** @description An error answer (RFC 9457, `application/problem+json`). */
        Problem: {
            /** @description What happened, for a person. */
            title: string;
            /** @description `urn:infrasell:problem:` and the code. */
            type: string;
            /** @description A stable word for programs, such as `out_of_stock`. */
            code: string;
            /** @description The key facts as fields, such as `sku` and `available`. */
            details?: {
                [key: string]: unknown;
            };
            /** @description Every field that was wrong, if that was it. */
            errors?: components["schemas"]["FieldError"][];
            /** @description The id under which our log has more. */
            request_id?: string | null;
            /**
             * Format: uint16
             * @description The HTTP status again.
             */
            status: number;
        };
        /** @description A product. */
        Product: {
            /** @description Its name. */
            title: string;
            /**
             * @description The category it stands in.
             * @example cat_1042
             */
            category?: string | null;
            /** @description Where it is published; absent means every channel. */
            channels?: string[] | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description HTML. */
            description_html: string;
            /** @description Its name in addresses. */
            handle: string;
            /**
             * @description Its id.
             * @example prod_1042
             */
            id: string;
            /** @description Pictures, the first is the main one. */
            media: components["schemas"]["Media"][];
            /** @description Typed values. */
            metafields: components["schemas"]["Metafield"][];
            /** @description What tells its variants apart. */
            options: components["schemas"]["ProductOption"][];
            /** @description What kind of thing it is. */
            product_type: string;
            /** @description What search engines show. */
            seo: components["schemas"]["Seo"];
            /** @description Whether it can be seen. */
            status: components["schemas"]["ProductStatus"];
            /** @description Its tags, sorted. */
            tags: string[];
            /** @description The tax class, by code; absent means the default class. */
            tax_class?: string | null;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /** @description Its variants, in the order shown. */
            variants: components["schemas"]["Variant"][];
            /** @description Who makes it. */
            vendor: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A product. */
        ProductAt: {
            /**
             * @description Which.
             * @example prod_1042
             */
            id: string;
        };
        /** @description What a list of products is narrowed to. */
        ProductFilter: {
            /**
             * @description Only those in this category or below it.
             * @default null
             * @example cat_1042
             */
            category?: string | null;
            /**
             * @description Only those in this collection.
             * @default null
             * @example coll_1042
             */
            collection?: string | null;
            /**
             * @description Only those of which one unit can be sold in the channel, or cannot.
             * @default null
             */
            in_stock?: boolean | null;
            /**
             * Format: int64
             * @description Only those whose lowest price in the channel is at most this, minor units.
             * @default null
             */
            max_price_minor?: number | null;
            /**
             * Format: int64
             * @description Only those whose lowest price in the channel is at least this, minor units.
             * @default null
             */
            min_price_minor?: number | null;
            /**
             * @description Only those on sale in this channel.
             * @default null
             * @example chan_1042
             */
            on_sale_in?: string | null;
            /**
             * @description Only those of this type.
             * @default null
             */
            product_type?: string | null;
            /**
             * @description Only those whose title, handle, vendor or a SKU or barcode contains every word of this.
             * @default null
             */
            search?: string | null;
            /**
             * @description Only those with a variant of exactly this SKU.
             * @default null
             */
            sku?: string | null;
            /**
             * @description Only those in this state.
             * @default null
             */
            status?: components["schemas"]["ProductStatus"] | null;
            /**
             * @description Only those with this tag.
             * @default null
             */
            tag?: string | null;
            /**
             * Format: date-time
             * @description Only those changed at or after this time.
             * @default null
             */
            updated_since?: string | null;
            /**
             * @description Only those by this maker.
             * @default null
             */
            vendor?: string | null;
        };
        /** @description What a product says of itself, in a form that can be put in and read back. */
        ProductInput: {
            /**
             * @description 1 to 255 characters.
             * @default
             */
            title?: string;
            /**
             * @description The category it stands in.
             * @default null
             * @example cat_1042
             */
            category?: string | null;
            /**
             * @description Where it is published; absent means every channel, now and later.
             * @default null
             */
            channels?: string[] | null;
            /**
             * @description HTML, at most 512 KiB. Kept as it is; a storefront must treat it as markup.
             * @default
             */
            description_html?: string;
            /**
             * @description Unique; a–z, 0–9 and `-` (letters of any script are kept). Made from the title when absent.
             * @default null
             */
            handle?: string | null;
            /**
             * @description Pictures, the first is the main one.
             * @default []
             */
            media?: components["schemas"]["Media"][];
            /**
             * @description At most 250.
             * @default []
             */
            metafields?: components["schemas"]["Metafield"][];
            /**
             * @description At most 3; none means one variant.
             * @default []
             */
            options?: components["schemas"]["ProductOption"][];
            /**
             * @description What kind of thing it is: `T-shirt`.
             * @default
             */
            product_type?: string;
            /**
             * @description What search engines show.
             * @default {
             *       "title": "",
             *       "description": ""
             *     }
             */
            seo?: components["schemas"]["Seo"];
            /**
             * @description Draft when absent.
             * @default draft
             */
            status?: components["schemas"]["ProductStatus"];
            /**
             * @description At most 250, each at most 255 characters.
             * @default []
             */
            tags?: string[];
            /**
             * @description The tax class, by code; the default class when absent.
             * @default null
             */
            tax_class?: string | null;
            /**
             * @description At most 2,000; a product without options has one, which need not be named.
             * @default []
             */
            variants?: components["schemas"]["VariantInput"][];
            /**
             * @description Who makes it.
             * @default
             */
            vendor?: string;
        };
        /** @description A product by id or handle. */
        ProductNameAt: {
            /** @description Which. */
            product: string;
        };
        /** @description A choice that tells a product's variants apart. */
        ProductOption: {
            /** @description `Size`. */
            name: string;
            /** @description `S`, `M`, `L`, in the order shown. */
            values: string[];
        };
        /** @description A change to a product; absent fields stay, null takes away. */
        ProductPatch: {
            /**
             * @description 1 to 255 characters.
             * @default null
             */
            title?: string | null;
            /**
             * @description The category it stands in.
             * @example cat_1042
             */
            category?: string | null;
            /** @description Where it is published; null means every channel. */
            channels?: string[] | null;
            /** @description HTML; null empties it. */
            description_html?: string | null;
            /**
             * @description A new name in addresses; the old one leads here from then on.
             * @default null
             */
            handle?: string | null;
            /** @description All its pictures; null means none. */
            media?: components["schemas"]["Media"][] | null;
            /** @description All its typed values; null means none. */
            metafields?: components["schemas"]["Metafield"][] | null;
            /**
             * @description All its options, together with `variants`.
             * @default null
             */
            options?: components["schemas"]["ProductOption"][] | null;
            /** @description What kind of thing it is; null empties it. */
            product_type?: string | null;
            /** @description What search engines show; null empties it. */
            seo?: components["schemas"]["Seo"] | null;
            /**
             * @description Whether it can be seen.
             * @default null
             */
            status?: components["schemas"]["ProductStatus"] | null;
            /** @description All its tags; null means none. */
            tags?: string[] | null;
            /** @description The tax class, by code. */
            tax_class?: string | null;
            /**
             * @description All its variants: those named stay or change, others are removed.
             * @default null
             */
            variants?: components["schemas"]["VariantInput"][] | null;
            /** @description Who makes it; null empties it. */
            vendor?: string | null;
        };
        /** @description The order of a list of products. */
        ProductSort: "id" | "title" | "created_at" | "updated_at" | "price" | "manual" | "vendor" | "product_type" | "best_selling" | "relevance";
        /** @description Whether a product can be seen. */
        ProductStatus: "draft" | "active" | "archived";
        /**
         * @description Something that a buyer may pick. Tests of the same kind (for options and metafields: of the same name) are
         *      alternatives; those of different kinds must all hold.
         */
        ProductTest: {
            /** @description Which of the two. */
            available: boolean;
            /** @constant */
            by: "available";
        } | {
            /** @constant */
            by: "price";
            /**
             * Format: int64
             * @description At most.
             */
            max_minor?: number | null;
            /**
             * Format: int64
             * @description At least.
             */
            min_minor?: number | null;
        } | {
            /** @constant */
            by: "product_type";
            /** @description The type. */
            value: string;
        } | {
            /** @constant */
            by: "vendor";
            /** @description The maker. */
            value: string;
        } | {
            /** @constant */
            by: "tag";
            /** @description The tag. */
            value: string;
        } | {
            /** @constant */
            by: "category";
            /**
             * @description Which.
             * @example cat_1042
             */
            category: string;
        } | {
            /** @constant */
            by: "option";
            /** @description `Size`. */
            name: string;
            /** @description `M`. */
            value: string;
        } | {
            /** @constant */
            by: "metafield";
            /** @description Its name. */
            key: string;
            /** @description Whose the metafield is. */
            namespace: string;
            /** @description The value, in its type's canonical form. */
            value: string;
        };
        /** @description A payment provider by code. */
        ProviderAt: {
            /** @description Which. */
            provider: string;
        };
        /** @description An operation that was asked of a provider. */
        ProviderOp: {
            /**
             * Format: int64
             * @description How much, minor units.
             */
            amount_minor: number;
            /**
             * Format: int64
             * @description How often it was tried.
             */
            attempts: number;
            /** @description Why it is unknown or failed. */
            cause?: string | null;
            /**
             * Format: date-time
             * @description When it was written down.
             */
            created_at: string;
            /**
             * @description Its id.
             * @example pop_1042
             */
            id: string;
            /** @description What. */
            kind: components["schemas"]["OpKind"];
            /** @description Whether it waits for staff. */
            needs_operator: boolean;
            /**
             * @description The payment.
             * @example pay_1042
             */
            payment: string;
            /** @description Our name for it; unique for the payment. */
            reference: string;
            /** @description Where it stands. */
            state: components["schemas"]["OpState"];
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
        };
        /** @description An operation of a provider. */
        ProviderOpAt: {
            /**
             * @description Which.
             * @example pop_1042
             */
            id: string;
        };
        /** @description Everything that the buyer agrees to. */
        Quote: {
            /**
             * @description The currency of every amount.
             * @example INR
             */
            currency: string;
            /** @description The ledger. */
            entries: components["schemas"]["Entry"][];
            /** @description The lines, in the order given. */
            lines: components["schemas"]["QuoteLine"][];
            /** @description Whether listed prices include tax. */
            prices_include_tax: boolean;
            /** @description The shipping of each group. */
            shipping: components["schemas"]["QuoteShipping"][];
            /** @description The sums. */
            totals: components["schemas"]["Totals"];
        };
        /** @description A line, priced; `net + tax = total`. */
        QuoteLine: {
            /**
             * Format: int64
             * @description The price beside which the unit price is shown as reduced, minor units.
             */
            compare_at_minor?: number | null;
            /**
             * Format: int64
             * @description The sum of the adjustments, minor units; negative is a discount.
             */
            discount_minor: number;
            /** @description The line. */
            key: string;
            /**
             * Format: int64
             * @description The taxable value, without tax, minor units.
             */
            net_minor: number;
            /**
             * Format: int64
             * @description Units.
             */
            quantity: number;
            /**
             * Format: int64
             * @description Unit price times quantity, minor units.
             */
            subtotal_minor: number;
            /**
             * Format: int64
             * @description The sum of the taxes, minor units.
             */
            tax_minor: number;
            /** @description Each tax. */
            taxes: components["schemas"]["TaxAmount"][];
            /**
             * Format: int64
             * @description What the line costs in the end, minor units.
             */
            total_minor: number;
            /**
             * Format: int64
             * @description Price a unit in minor units, as listed.
             */
            unit_price_minor: number;
        };
        /** @description The shipping of a group, priced; `net + tax = total`. */
        QuoteShipping: {
            /**
             * Format: int64
             * @description The sum of the adjustments, minor units; negative is a discount.
             */
            discount_minor: number;
            /** @description The shipping group. */
            group: string;
            /** @description What a person reads. */
            label: string;
            /** @description The lines that travel in this group. */
            lines: string[];
            /** @description The chosen method. */
            method: string;
            /**
             * Format: int64
             * @description The taxable value, without tax, minor units.
             */
            net_minor: number;
            /**
             * Format: int64
             * @description The price of the method, minor units, as listed.
             */
            price_minor: number;
            /**
             * Format: int64
             * @description The sum of the taxes, minor units.
             */
            tax_minor: number;
            /** @description Each tax. */
            taxes: components["schemas"]["TaxAmount"][];
            /**
             * Format: int64
             * @description What shipping costs in the end, minor units.
             */
            total_minor: number;
        };
        /** @description What a list of tax rates is narrowed to. */
        RateFilter: {
            /** @description Only those of this class. */
            class?: string | null;
            /**
             * @description Only those in this country.
             * @example IN
             */
            country?: string | null;
            /**
             * Format: date-time
             * @description Only those that hold at this time.
             */
            valid_at?: string | null;
        };
        /** @description The reader of a call. */
        Reader: {
            /** @description The channel, by code; `web` when absent. */
            channel?: string | null;
            /**
             * @description The language; where there is no translation it is as it was written.
             * @example en-IN
             */
            locale?: string | null;
        };
        /** @description Codes that each let one in once in place of the app, shown this once. */
        RecoveryCodes: {
            /** @description Ten of them. */
            codes: string[];
        };
        /** @description A redirect. */
        Redirect: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * @description Its id.
             * @example redir_1042
             */
            id: string;
            /** @description The path it is for: `/old-page`, without a slash at its end. */
            path: string;
            /** @description Where it leads: a path on the shop's own pages or an absolute http address. */
            target: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A redirect. */
        RedirectAt: {
            /**
             * @description Which.
             * @example redir_1042
             */
            id: string;
        };
        /** @description A new redirect. */
        RedirectInput: {
            /** @description The path it is for; unique. */
            path: string;
            /** @description Where it leads. One that would lead back to the path is refused. */
            target: string;
        };
        /** @description A change to a redirect; absent fields stay. */
        RedirectPatch: {
            /**
             * @description The path it is for.
             * @default null
             */
            path?: string | null;
            /**
             * @description Where it leads.
             * @default null
             */
            target?: string | null;
        };
        /** @description Exchanges a refresh token. */
        Refresh: {
            /** @description The one that came with the last pair. */
            refresh_token: string;
        };
        /** @description A line to pay back. */
        RefundLineInput: {
            /**
             * @description Which line item.
             * @example line_1042
             */
            line_item: string;
            /** @description How many units. */
            quantity: number;
            /**
             * @description Whether they go back to stock.
             * @default false
             */
            restock?: boolean;
        };
        /** @description Where a refund stands. */
        RefundState: "pending" | "succeeded" | "failed";
        /** @description The share of a refund that a line item bears. */
        RefundedLine: {
            /**
             * Format: int64
             * @description How much, minor units.
             */
            amount_minor: number;
            /**
             * @description Which line item.
             * @example line_1042
             */
            line_item: string;
            /** @description How many units. */
            quantity: number;
            /**
             * Format: int64
             * @description How many of the units go back to stock.
             */
            restock: number;
            /**
             * Format: int64
             * @description How much of that is tax, minor units.
             */
            tax_minor: number;
        };
        /** @description Opens an account. Its debug form hides everything. */
        Register: {
            /**
             * @description What he agrees to. It counts once he has shown that the address is his.
             * @default []
             */
            consents?: components["schemas"]["ConsentGiven"][];
            /** @description What he will sign in with. */
            email: string;
            /**
             * @description The language of the mails to him; the shop's own when absent.
             * @default null
             * @example en-IN
             */
            locale?: string | null;
            /**
             * @description His name.
             * @default
             */
            name?: string;
            /** @description 10 to 256 characters. */
            password: string;
        };
        /** @description The same for everybody, whether the address is known or not. */
        Registered: {
            /** @description What to do next. */
            next: string;
        };
        /** @description What a list of tax registrations is narrowed to. */
        RegistrationFilter: {
            /**
             * Format: date-time
             * @description Only those valid at this time.
             */
            valid_at?: string | null;
        };
        /** @description A row that was refused. */
        Rejection: {
            /** @description The column, as the file's header names it; empty when it is the row as a whole. */
            column: string;
            /**
             * Format: int64
             * @description The line of the file at which the row begins, the header being line 1.
             */
            line: number;
            /** @description Why. */
            reason: string;
        };
        /** @description A mail as it would be sent. */
        RenderedMail: {
            /** @description The HTML. */
            html: string;
            /** @description The subject. */
            subject: string;
            /** @description The plain text. */
            text: string;
        };
        /** @description Stock held for a checkout. */
        Reservation: {
            /** @description What is held where. Lines of uncounted variants have none. */
            allocations: components["schemas"]["Allocation"][];
            /**
             * Format: date-time
             * @description When the hold ends by itself.
             */
            expires_at: string;
            /**
             * @description Its id.
             * @example resv_1042
             */
            id: string;
            /** @description What it is for. */
            owner: string;
            /** @description Held, committed, released, expired. */
            state: components["schemas"]["ReservationState"];
        };
        /** @description What a list of reservations is narrowed to. */
        ReservationFilter: {
            /** @description Only those for this checkout. */
            owner?: string | null;
            /** @description Only those in this state. */
            state?: components["schemas"]["ReservationState"] | null;
            /**
             * @description Only those that hold this variant.
             * @example var_1042
             */
            variant?: string | null;
        };
        /** @description Where a reservation stands. */
        ReservationState: "held" | "committed" | "released" | "expired";
        /** @description A token from a mail, and the new password. Ends every session. */
        ResetPassword: {
            /** @description The new password, 10 to 256 characters. */
            password: string;
            /** @description What the link carried. */
            token: string;
        };
        /** @description A named set of permissions. */
        Role: {
            /** @description Whether it came with the shop. Of such a role only `second_factor` can be changed, and it cannot be deleted. */
            builtin: boolean;
            /**
             * @description The channels that whoever has it is limited to; absent means all. Several limits all hold.
             * @default null
             */
            channels?: string[] | null;
            /** @description Its code: `owner`. */
            code: string;
            /**
             * @description Its id.
             * @example role_1042
             */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description What it allows. */
            permissions: components["schemas"]["Permission"][];
            /**
             * @description Whether staff who have it must sign in with a second factor; until they have set one up they may do nothing else.
             * @default false
             */
            second_factor?: boolean;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             * @default 1
             */
            version?: number;
        };
        /** @description A role. */
        RoleAt: {
            /**
             * @description Which.
             * @example role_1042
             */
            id: string;
        };
        /** @description A new role. */
        RoleInput: {
            /**
             * @description The channels that whoever has it is limited to; absent means all.
             * @default null
             */
            channels?: string[] | null;
            /** @description 1 to 32 of a–z, 0–9 and `-`; unique. */
            code: string;
            /** @description Its name. */
            name: string;
            /** @description What it allows. */
            permissions: components["schemas"]["Permission"][];
            /**
             * @description Whether staff who have it must sign in with a second factor.
             * @default false
             */
            second_factor?: boolean;
        };
        /** @description A change to a role; absent fields stay. The code stays for ever, since keys and staff name it. */
        RolePatch: {
            /** @description The channels that whoever has it is limited to; null means all. */
            channels?: string[] | null;
            /**
             * @description Its name.
             * @default null
             */
            name?: string | null;
            /**
             * @description What it allows.
             * @default null
             */
            permissions?: components["schemas"]["Permission"][] | null;
            /**
             * @description Whether staff who have it must sign in with a second factor.
             * @default null
             */
            second_factor?: boolean | null;
        };
        /** @description How the present key ends. */
        Rotation: {
            /**
             * @description Whether tokens of the present key are refused from now on, because it may be known to others.
             * @default false
             */
            revoke?: boolean;
        };
        /** @description How a secret is rotated. */
        Rotation2: {
            /**
             * Format: uint32
             * @description How long the old secret signs, too, hours: at most 168; 0 ends it at once.
             * @default 24
             */
            overlap_hours?: number;
        };
        /** @description How a fraction of a minor unit is rounded. */
        RoundMode: "half_up" | "floor" | "ceil";
        /** @description What a rule looks at. */
        RuleField: "title" | "product_type" | "vendor" | "tag" | "category" | "weight_grams";
        /** @description How a rule compares. */
        RuleRelation: "equals" | "not_equals" | "contains" | "starts_with" | "ends_with" | "greater_than" | "less_than";
        /** @description The steps of placing an order, in their order. */
        SagaStep: "quote" | "reserve" | "authorise" | "create_order" | "commit_stock" | "capture" | "announce";
        /** @description What a customer agrees to or withdraws. */
        Said: {
            /** @description What; 1 to 20. */
            consents: components["schemas"]["ConsentGiven"][];
            /**
             * @description Where in the storefront; `account` when absent.
             * @default null
             */
            source?: string | null;
        };
        /** @description What a customer said to staff. */
        Said2: {
            /** @description What; 1 to 20. */
            consents: components["schemas"]["ConsentGiven"][];
            /** @description Where he said so: `shop counter`, `telephone`. */
            source: string;
        };
        /** @description The order of what was found. */
        SearchSort: "relevance" | "price";
        /** @description Confirms a set-up with a code that the app shows. */
        SecondFactorCode: {
            /** @description Six digits of the moment; a recovery code where one is taken. */
            code: string;
        };
        /** @description What an authenticator app takes in, shown this once. */
        SecondFactorSetUp: {
            /** @description The shared secret in base32, to be typed. */
            secret: string;
            /** @description The same as an `otpauth://` address, to be shown as a QR code. */
            uri: string;
        };
        /** @description What search engines show. */
        Seo: {
            /**
             * @description The title.
             * @default
             */
            title?: string;
            /**
             * @description The description.
             * @default
             */
            description?: string;
        };
        /** @description A staff session. */
        Session: {
            /**
             * Format: date-time
             * @description When it began.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it ends by itself.
             */
            expires_at: string;
            /**
             * @description Its id.
             * @example sess_1042
             */
            id: string;
            /**
             * @description Whose.
             * @example staff_1042
             */
            staff: string;
        };
        /** @description A session. */
        SessionAt: {
            /**
             * @description Which.
             * @example sess_1042
             */
            id: string;
        };
        /** @description A session in a list. */
        SessionInfo: {
            /** @description The address it was begun from. */
            address?: string | null;
            /** @description What the browser or program said it is. */
            agent?: string | null;
            /**
             * Format: date-time
             * @description When it began.
             */
            created_at: string;
            /** @description Whether it is the one that asks. */
            current: boolean;
            /**
             * Format: date-time
             * @description When it ends however much it is used.
             */
            expires_at: string;
            /**
             * @description Its id.
             * @example sess_1042
             */
            id: string;
            /**
             * Format: date-time
             * @description When it ends unless it is used before.
             */
            idle_until: string;
            /** @description How its secret travels. */
            kind: components["schemas"]["SessionKind"];
            /**
             * Format: date-time
             * @description When it was last used, to a few minutes.
             */
            last_used_at: string;
        };
        /** @description How a session's secret travels. */
        SessionKind: "bearer" | "cookie" | "tokens";
        /** @description Puts levels and policies to what was counted, all or nothing. */
        SetStock: {
            /**
             * @description Counted figures; at most 1,000.
             * @default []
             */
            levels?: components["schemas"]["LevelInput"][];
            /**
             * @description Policies; at most 1,000.
             * @default []
             */
            policies?: components["schemas"]["StockPolicy"][];
            /**
             * @description Why, in words.
             * @default
             */
            reason?: string;
            /**
             * @description What it belongs to.
             * @default null
             */
            reference?: string | null;
        };
        /** @description Who can mend it. */
        Severity: "recoverable" | "requires_buyer_input" | "unrecoverable";
        /** @description The method chosen for a group of lines. */
        ShippingChoice: {
            /** @description The group's key. */
            group: string;
            /**
             * @description The method.
             * @example ship_1042
             */
            method: string;
        };
        /** @description A group of lines and how it can be sent. */
        ShippingGroupView: {
            /**
             * @description What was chosen of them.
             * @example ship_1042
             */
            chosen?: string | null;
            /** @description Its key. */
            key: string;
            /** @description The lines' keys. */
            lines: string[];
            /** @description How it can be sent. */
            options: components["schemas"]["ShippingOption"][];
        };
        /** @description A way to send goods, at a flat price. */
        ShippingMethod: {
            /** @description What else he reads: `3–5 days`. */
            description: string;
            /** @description Whether it is offered. */
            active: boolean;
            /**
             * @description Where it is offered.
             * @example chan_1042
             */
            channel: string;
            /** @description Its code: `standard`. */
            code: string;
            /** @description Where it goes; empty means everywhere. */
            countries: string[];
            /**
             * Format: int64
             * @description Free from this subtotal on, minor units.
             */
            free_over_minor?: number | null;
            /**
             * @description Its id.
             * @example ship_1042
             */
            id: string;
            /**
             * Format: int64
             * @description Offered up to this subtotal, minor units.
             */
            max_subtotal_minor?: number | null;
            /**
             * Format: int64
             * @description Offered up to this weight, grams.
             */
            max_weight_grams?: number | null;
            /**
             * Format: int64
             * @description Offered from this subtotal on, minor units.
             */
            min_subtotal_minor?: number | null;
            /**
             * Format: int64
             * @description Offered from this weight on, grams.
             */
            min_weight_grams?: number | null;
            /** @description What the buyer reads. */
            name: string;
            /**
             * Format: int64
             * @description What a group of lines costs, minor units of the channel's currency, with tax when its prices include it.
             */
            price_minor: number;
            /** @description The tax class of the carriage, by code; absent means the default class. */
            tax_class?: string | null;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A shipping method. */
        ShippingMethodAt: {
            /**
             * @description Which.
             * @example ship_1042
             */
            id: string;
        };
        /** @description A new shipping method. */
        ShippingMethodInput: {
            /**
             * @description What else he reads.
             * @default
             */
            description?: string;
            /**
             * @description Where it is offered.
             * @example chan_1042
             */
            channel: string;
            /** @description 1 to 32 of a–z, 0–9 and `-`; unique in the channel. */
            code: string;
            /**
             * @description Where it goes; empty means everywhere.
             * @default []
             */
            countries?: string[];
            /**
             * Format: int64
             * @description Free from this subtotal on, minor units.
             * @default null
             */
            free_over_minor?: number | null;
            /**
             * Format: int64
             * @description Offered up to this subtotal, minor units.
             * @default null
             */
            max_subtotal_minor?: number | null;
            /**
             * Format: int64
             * @description Offered up to this weight, grams.
             * @default null
             */
            max_weight_grams?: number | null;
            /**
             * Format: int64
             * @description Offered from this subtotal on, minor units.
             * @default null
             */
            min_subtotal_minor?: number | null;
            /**
             * Format: int64
             * @description Offered from this weight on, grams.
             * @default null
             */
            min_weight_grams?: number | null;
            /** @description What the buyer reads. */
            name: string;
            /**
             * Format: int64
             * @description Minor units, 0 to 10^12.
             */
            price_minor: number;
            /**
             * @description The tax class of the carriage, by code.
             * @default null
             */
            tax_class?: string | null;
        };
        /** @description A change to a shipping method; absent fields stay, null takes away. */
        ShippingMethodPatch: {
            /** @description What else he reads; null empties it. */
            description?: string | null;
            /**
             * @description Whether it is offered.
             * @default null
             */
            active?: boolean | null;
            /** @description Where it goes; null means everywhere. */
            countries?: string[] | null;
            /**
             * Format: int64
             * @description Free from this subtotal on, minor units.
             */
            free_over_minor?: number | null;
            /**
             * Format: int64
             * @description Offered up to this subtotal, minor units.
             */
            max_subtotal_minor?: number | null;
            /**
             * Format: int64
             * @description Offered up to this weight, grams.
             */
            max_weight_grams?: number | null;
            /**
             * Format: int64
             * @description Offered from this subtotal on, minor units.
             */
            min_subtotal_minor?: number | null;
            /**
             * Format: int64
             * @description Offered from this weight on, grams.
             */
            min_weight_grams?: number | null;
            /**
             * @description What the buyer reads.
             * @default null
             */
            name?: string | null;
            /**
             * Format: int64
             * @description Minor units.
             * @default null
             */
            price_minor?: number | null;
            /** @description The tax class of the carriage; null means the default class. */
            tax_class?: string | null;
        };
        /** @description A method that may be chosen for a group, with its price. */
        ShippingOption: {
            /** @description The shipping group. */
            group: string;
            /** @description What a person reads. */
            label: string;
            /** @description The method. */
            method: string;
            /**
             * Format: int64
             * @description Minor units, with tax when prices include it.
             */
            price_minor: number;
        };
        /** @description The shop and the legal person behind it, as the law asks a shop to show. */
        Shop: {
            /**
             * @description The country the shop sells from.
             * @example IN
             */
            country: string;
            /**
             * @description The currency of its books.
             * @example INR
             */
            currency: string;
            /** @description Where buyers write. */
            email: string;
            /** @description Whom they complain to. */
            grievance: components["schemas"]["GrievanceContact"];
            /** @description The seller's registered address. */
            legal_address: components["schemas"]["PostalAddress"];
            /** @description The seller's legal name. */
            legal_name: string;
            /** @description The name over the door. */
            name: string;
            /** @description How order numbers look. */
            order_number: components["schemas"]["NumberFormat"];
            /** @description Where buyers call. */
            phone: string;
            /** @description The state it sells from, such as `MH`; empty when the country has none. */
            region: string;
            /** @description The seller's registration: CIN, LLPIN, Handelsregister number; empty when there is none. */
            registration_number: string;
            /** @description The time zone in which its days begin: `Asia/Kolkata`. */
            time_zone: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A change to the shop's profile; absent fields stay. */
        ShopPatch: {
            /**
             * @description The country the shop sells from.
             * @default null
             * @example IN
             */
            country?: string | null;
            /**
             * @description The currency of its books.
             * @default null
             * @example INR
             */
            currency?: string | null;
            /**
             * @description Where buyers write.
             * @default null
             */
            email?: string | null;
            /**
             * @description Whom they complain to.
             * @default null
             */
            grievance?: components["schemas"]["GrievanceContact"] | null;
            /**
             * @description The seller's registered address.
             * @default null
             */
            legal_address?: components["schemas"]["PostalAddress"] | null;
            /**
             * @description The seller's legal name.
             * @default null
             */
            legal_name?: string | null;
            /**
             * @description The name over the door.
             * @default null
             */
            name?: string | null;
            /**
             * @description How order numbers look.
             * @default null
             */
            order_number?: components["schemas"]["NumberFormat"] | null;
            /** @description Where buyers call; null takes it away. */
            phone?: string | null;
            /** @description The state it sells from; null takes it away. */
            region?: string | null;
            /** @description The seller's registration; null takes it away. */
            registration_number?: string | null;
            /**
             * @description The time zone in which its days begin.
             * @default null
             */
            time_zone?: string | null;
        };
        /** @description An e-mail address and a password. */
        SignInBody: {
            /** @description The e-mail address. */
            email: string;
            /**
             * @description How the session travels: `cookie`, or `tokens` for programs that keep no cookies.
             * @default cookie
             */
            kind?: components["schemas"]["SessionKind"];
            /** @description The password. */
            password: string;
        };
        /** @description An e-mail address and a password. */
        SignInBody2: {
            /** @description The second factor, if he has one: six digits of the moment, or a recovery code. */
            code?: string | null;
            /** @description The e-mail address. */
            email: string;
            /**
             * @description How the session travels: `bearer` or `cookie`.
             * @default bearer
             */
            kind?: components["schemas"]["SessionKind"];
            /** @description The password. */
            password: string;
        };
        /** @description A signing key without its private half. */
        SigningKey: {
            /**
             * Format: date-time
             * @description When it began to sign.
             */
            active_at?: string | null;
            /**
             * Format: date-time
             * @description When it was made, and published.
             */
            created_at: string;
            /** @description Its name. */
            kid: string;
            /**
             * Format: date-time
             * @description When it ceased to sign.
             */
            retired_at?: string | null;
            /** @description What it is for now. */
            state: components["schemas"]["SigningKeyState"];
        };
        /** @description What a signing key is for. */
        SigningKeyState: "next" | "active" | "retired";
        /** @description The signing keys, the newest first. */
        SigningKeys: {
            /** @description Every one that is kept. */
            keys: components["schemas"]["SigningKey"][];
        };
        /** @description The order of a list. */
        Sorted: {
            /** @description Which way; the newest or largest first when absent. */
            direction?: components["schemas"]["Direction"] | null;
            /**
             * @description By what.
             * @default placed_at
             */
            sort?: components["schemas"]["OrderSort"];
        };
        /** @description The order of a list. */
        Sorted2: {
            /** @description Which way; the newest, largest or Z first when absent. */
            direction?: components["schemas"]["Direction"] | null;
            /**
             * @description By what.
             * @default created_at
             */
            sort?: components["schemas"]["CustomerSort"];
        };
        /** @description What is looked for. */
        Sought: {
            /** @description The channel, by code; `web` when absent. */
            channel?: string | null;
            /**
             * @description Which way.
             * @default asc
             */
            direction?: components["schemas"]["Direction"];
            /**
             * @description Whether to say what else could be picked, with counts.
             * @default false
             */
            facets?: boolean;
            /** @description What is picked, as a JSON list of the `test`s that facets show: those of one kind are alternatives. */
            filters?: string | null;
            /** @description The words; the last may be the beginning of one. At most 255 characters. */
            q: string;
            /**
             * @description In what order.
             * @default relevance
             */
            sort?: components["schemas"]["SearchSort"];
            /**
             * @description What becomes of products that cannot be bought now.
             * @default show
             */
            unavailable?: components["schemas"]["Unavailable"];
        };
        /** @description A member of staff. */
        Staff: {
            /** @description Whether he may sign in. */
            active: boolean;
            /** @description The channels he is limited to; absent means all. */
            channels?: string[] | null;
            /**
             * Format: date-time
             * @description When he was added.
             */
            created_at: string;
            /** @description What he signs in with; unique, case does not matter. */
            email: string;
            /**
             * @description Its id.
             * @example staff_1042
             */
            id: string;
            /**
             * Format: date-time
             * @description When he last signed in.
             */
            last_sign_in_at?: string | null;
            /** @description His name. */
            name: string;
            /** @description His roles, by code. */
            roles: string[];
            /**
             * @description Whether he signs in with a second factor.
             * @default false
             */
            second_factor?: boolean;
            /**
             * Format: int64
             * @description Raised by each change; the ETag.
             */
            version: number;
        };
        /** @description A member of staff. */
        StaffAt: {
            /**
             * @description Which.
             * @example staff_1042
             */
            id: string;
        };
        /** @description What a list of staff is narrowed to. */
        StaffFilter: {
            /** @description Only those who may sign in, or may not. */
            active?: boolean | null;
            /** @description Only those with this role. */
            role?: string | null;
            /** @description Only those whose name or e-mail contains this. */
            search?: string | null;
        };
        /** @description A new member of staff. Its debug form hides the password. */
        StaffInput: {
            /**
             * @description The channels he is limited to; absent means all.
             * @default null
             */
            channels?: string[] | null;
            /** @description What he signs in with. */
            email: string;
            /** @description His name. */
            name: string;
            /** @description 10 to 256 characters. */
            password: string;
            /** @description His roles, by code; at least one. */
            roles: string[];
        };
        /** @description A change to a member of staff; absent fields stay. Its debug form hides the password. */
        StaffPatch: {
            /**
             * @description Whether he may sign in; `false` ends his sessions. The last active owner stays.
             * @default null
             */
            active?: boolean | null;
            /** @description The channels he is limited to; null means all. */
            channels?: string[] | null;
            /**
             * @description His name.
             * @default null
             */
            name?: string | null;
            /**
             * @description A new password; ends his sessions.
             * @default null
             */
            password?: string | null;
            /**
             * @description His roles, by code.
             * @default null
             */
            roles?: string[] | null;
        };
        /** @description What a bulk write did to the variants it named. */
        StockChanged: {
            /** @description The variants of which something changed. */
            changed: string[];
        };
        /** @description How the stock of a variant is treated, wherever it is. */
        StockPolicy: {
            /** @description Whether it can be sold beyond what is there. */
            backorder: components["schemas"]["BackorderPolicy"];
            /**
             * Format: int64
             * @description At or below this many available units over all locations, staff are told; absent means never.
             * @default null
             */
            low_stock_threshold?: number | null;
            /** @description Whether it is counted at all; what is not counted is always available. */
            tracked: boolean;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
        };
        /** @description A channel, as far as buyers care. */
        StoreChannel: {
            /** @description Its code. */
            code: string;
            /** @description Where it sends goods; empty means everywhere. */
            countries: string[];
            /**
             * @description What it sells in.
             * @example INR
             */
            currency: string;
            /** @description Its languages. */
            locales: string[];
            /** @description Its name. */
            name: string;
            /** @description Whether its prices include tax. */
            prices_include_tax: boolean;
        };
        /** @description What a list of products on sale is narrowed to. */
        StoreFilter: {
            /**
             * @description Only those in this category or below it.
             * @example cat_1042
             */
            category?: string | null;
            /** @description The channel, by code; `web` when absent. */
            channel?: string | null;
            /** @description Only those in this collection, by id or handle. */
            collection?: string | null;
            /**
             * @description Which way.
             * @default asc
             */
            direction?: components["schemas"]["Direction"];
            /**
             * @description Whether to say what else could be picked, with counts.
             * @default false
             */
            facets?: boolean;
            /** @description What is picked, as a JSON list of the `test`s that facets show: those of one kind are alternatives. */
            filters?: string | null;
            /** @description Only those that can be bought now, or cannot. */
            in_stock?: boolean | null;
            /**
             * Format: int64
             * @description Only those that cost at most this, minor units.
             */
            max_price_minor?: number | null;
            /**
             * Format: int64
             * @description Only those that cost at least this, minor units.
             */
            min_price_minor?: number | null;
            /** @description Only those of this type. */
            product_type?: string | null;
            /**
             * @description Only those, in the search language: `tag:summer (vendor:"Loom" OR title:lin*) -variants.price:>2000`. Fields:
             *      title, handle, vendor, product_type, tag, tag_not, sku, barcode, id, category_id, available_for_sale, created_at,
             *      updated_at, variants.price; a word without a field is looked for in the text. Other fields narrow nothing.
             */
            query?: string | null;
            /** @description Only those that contain every word of this in title, vendor, handle, SKU or barcode. */
            search?: string | null;
            /**
             * @description In what order.
             * @default id
             */
            sort?: components["schemas"]["ProductSort"];
            /** @description Only those with this tag. */
            tag?: string | null;
            /** @description Only those by this maker. */
            vendor?: string | null;
        };
        /** @description A product on sale. */
        StoreProduct: {
            /** @description Its name. */
            title: string;
            /**
             * @description The category it stands in.
             * @example cat_1042
             */
            category?: string | null;
            /** @description HTML. */
            description_html: string;
            /** @description Its name in addresses. */
            handle: string;
            /**
             * @description Its id.
             * @example prod_1042
             */
            id: string;
            /** @description Whether any variant can be bought now. */
            in_stock: boolean;
            /** @description Pictures, the first is the main one. */
            media: components["schemas"]["Media"][];
            /** @description Typed values. */
            metafields: components["schemas"]["Metafield"][];
            /** @description What tells its variants apart. */
            options: components["schemas"]["ProductOption"][];
            /** @description What its cheapest variant costs; absent when none has a price. */
            price_from?: components["schemas"]["Money"] | null;
            /** @description What its dearest variant costs. */
            price_to?: components["schemas"]["Money"] | null;
            /** @description What kind of thing it is. */
            product_type: string;
            /** @description What search engines show. */
            seo: components["schemas"]["Seo"];
            /** @description Its tags. */
            tags: string[];
            /**
             * Format: date-time
             * @description When it last changed.
             */
            updated_at: string;
            /** @description Its variants. */
            variants: components["schemas"]["StoreVariant"][];
            /** @description Who makes it. */
            vendor: string;
        };
        /** @description A page of products on sale. */
        StoreProducts: {
            /** @description What else could be picked, when that was asked. */
            facets?: components["schemas"]["Facet"][];
            /** @description The fields of `query` that narrowed nothing. */
            ignored?: string[];
            /** @description They, in the order asked for. */
            items: components["schemas"]["StoreProduct"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
        };
        /** @description Where a path leads. */
        StoreRedirect: {
            /** @description The path that was asked for. */
            path: string;
            /** @description A path on the shop's own pages or an absolute http address. */
            target: string;
        };
        /** @description Products that were found. */
        StoreSearch: {
            /** @description How the answer came about. */
            arm: components["schemas"]["Arm"];
            /** @description The words that were looked for, when they are not those that were sent. */
            corrected_query?: string | null;
            /** @description What else could be picked, when that was asked. */
            facets: components["schemas"]["Facet"][];
            /** @description They, what fits best first. */
            items: components["schemas"]["StoreProduct"][];
            /** @description Where the next page begins; absent on the last one. */
            next?: string | null;
            /**
             * Format: int64
             * @description How many there are in all.
             */
            total: number;
        };
        /** @description What the law asks a shop to show, and where it sells. */
        StoreShop: {
            /** @description Where it sells. */
            channels: components["schemas"]["StoreChannel"][];
            /** @description Where to write. */
            email: string;
            /** @description Whom to complain to. */
            grievance: components["schemas"]["GrievanceContact"];
            /** @description The seller's registered address. */
            legal_address: components["schemas"]["PostalAddress"];
            /** @description The seller's legal name. */
            legal_name: string;
            /** @description The name over the door. */
            name: string;
            /** @description Where to call. */
            phone: string;
            /** @description The seller's registration. */
            registration_number: string;
        };
        /** @description What somebody might look for. */
        StoreSuggestions: {
            /** @description Collections. */
            collections: components["schemas"]["Collection"][];
            /** @description Products on sale. */
            products: components["schemas"]["StoreProduct"][];
            /** @description Words. */
            queries: components["schemas"]["SuggestedQuery"][];
        };
        /** @description A variant on sale. */
        StoreVariant: {
            /** @description `M / Blue`. */
            title: string;
            /** @description EAN, UPC, ISBN or any other. */
            barcode: string;
            /** @description What that is shown beside as reduced from. */
            compare_at?: components["schemas"]["Money"] | null;
            /**
             * @description Where it was made.
             * @example IN
             */
            country_of_origin?: string | null;
            /**
             * @description Its id.
             * @example var_1042
             */
            id: string;
            /** @description Its own picture. */
            image_url?: string | null;
            /** @description Whether one unit can be bought now. */
            in_stock: boolean;
            /** @description Maximum retail price, with all taxes. */
            mrp?: components["schemas"]["Money"] | null;
            /** @description One value an option. */
            option_values: string[];
            /** @description What a unit costs; absent when it cannot be bought here. */
            price?: components["schemas"]["Money"] | null;
            /** @description Its SKU. */
            sku: string;
            /**
             * Format: int64
             * @description Grams.
             */
            weight_grams: number;
        };
        /** @description A storefront token. */
        StorefrontToken: {
            /**
             * @description Where its storefront sells.
             * @example chan_1042
             */
            channel: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * @description Its id.
             * @example sft_1042
             */
            id: string;
            /** @description Who may know it. */
            kind: components["schemas"]["StorefrontTokenKind"];
            /** @description What it is for. */
            name: string;
            /** @description The first characters, to tell tokens apart. */
            prefix: string;
            /**
             * Format: date-time
             * @description When it was revoked.
             */
            revoked_at?: string | null;
            /** @description The token itself, when it is public. */
            token?: string | null;
        };
        /** @description A storefront token. */
        StorefrontTokenAt: {
            /**
             * @description Which.
             * @example sft_1042
             */
            id: string;
        };
        /** @description A new storefront token. */
        StorefrontTokenInput: {
            /**
             * @description Where its storefront sells.
             * @example chan_1042
             */
            channel: string;
            /** @description Who may know it. */
            kind: components["schemas"]["StorefrontTokenKind"];
            /** @description What it is for. */
            name: string;
        };
        /** @description Who may know a storefront token. */
        StorefrontTokenKind: "public" | "private";
        /** @description Words to look for. */
        SuggestedQuery: {
            /** @description As HTML, with what was not typed in `<mark>`. */
            styled: string;
            /** @description The words. */
            text: string;
        };
        /** @description What a list of articles is narrowed to. */
        Tagged: {
            /** @description Only those with this tag. */
            tag?: string | null;
        };
        /** @description What an entry stands at, or an adjustment touches. */
        Target: {
            key: string;
            /** @constant */
            kind: "line";
        } | {
            key: string;
            /** @constant */
            kind: "shipping";
        } | {
            /** @constant */
            kind: "document";
        };
        /** @description One tax of a line, in money. */
        TaxAmount: {
            /**
             * Format: int64
             * @description The tax in minor units.
             */
            amount_minor: number;
            /**
             * Format: int64
             * @description The taxable value in minor units, without any tax.
             */
            base_minor: number;
            /** @description The tax: `GST`, `CGST`, `VAT`. */
            code: string;
            /** @description Who levies it: `IN`, `IN-KA`, `DE`. */
            jurisdiction: string;
            /** @description Why the line bears this tax, or does not. */
            kind: components["schemas"]["TaxKind"];
            /**
             * Format: int64
             * @description The rate in parts per million.
             */
            rate: number;
        };
        /** @description Goods that are taxed alike. */
        TaxClass: {
            /** @description Its code: `gst-18`; `standard` always exists and is the default. */
            code: string;
            /**
             * @description Its id.
             * @example taxcl_1042
             */
            id: string;
            /** @description Its name. */
            name: string;
        };
        /** @description A new tax class. */
        TaxClassInput: {
            /** @description 1 to 32 of a–z, 0–9 and `-`; unique. */
            code: string;
            /** @description Its name. */
            name: string;
        };
        /** @description Why a line bears tax, or does not. */
        TaxKind: "standard" | "zero" | "exempt" | "nil" | "reverse_charge";
        /** @description The rate of one tax for one class in one place for a span of time. */
        TaxRate: {
            /** @description The class, by code. */
            class: string;
            /**
             * @description Where.
             * @example IN
             */
            country: string;
            /**
             * Format: date-time
             * @description Until when, exclusive; absent means open.
             */
            ends_at?: string | null;
            /**
             * @description Its id.
             * @example taxrate_1042
             */
            id: string;
            /** @description Taxed, zero-rated, exempt, nil. */
            kind: components["schemas"]["TaxKind"];
            /**
             * Format: int64
             * @description Its rate in parts per million.
             */
            rate_ppm: number;
            /** @description In which state; empty for the whole country. A state's rate replaces the country's of the same tax. */
            region: string;
            /**
             * Format: date-time
             * @description From when it holds.
             */
            starts_at: string;
            /** @description The tax: `GST`, `VAT`. */
            tax: string;
        };
        /** @description A tax rate. */
        TaxRateAt: {
            /**
             * @description Which.
             * @example taxrate_1042
             */
            id: string;
        };
        /** @description A new tax rate. */
        TaxRateInput: {
            /** @description The class, by code. */
            class: string;
            /**
             * @description Where.
             * @example IN
             */
            country: string;
            /**
             * Format: date-time
             * @description Until when, exclusive.
             * @default null
             */
            ends_at?: string | null;
            /**
             * @description Taxed when absent.
             * @default null
             */
            kind?: components["schemas"]["TaxKind"] | null;
            /**
             * Format: int64
             * @description Its rate in parts per million, 0 to 1,000,000.
             */
            rate_ppm: number;
            /**
             * @description In which state; empty for the whole country.
             * @default
             */
            region?: string;
            /**
             * Format: date-time
             * @description From when it holds; always when absent. An earlier rate of the same class, place and tax ends then.
             * @default null
             */
            starts_at?: string | null;
            /** @description The tax: `GST`, `VAT`. */
            tax: string;
        };
        /** @description The seller's registration with a tax authority. */
        TaxRegistration: {
            /**
             * @description Where.
             * @example IN
             */
            country: string;
            /**
             * @description Its id.
             * @example taxreg_1042
             */
            id: string;
            /** @description GSTIN, VAT number. */
            number: string;
            /** @description In which state; empty for the whole country. */
            region: string;
            /** @description On what terms. */
            scheme: components["schemas"]["TaxScheme"];
            /**
             * Format: date-time
             * @description From when.
             */
            valid_from: string;
            /**
             * Format: date-time
             * @description Until when, exclusive; absent means open.
             */
            valid_until?: string | null;
        };
        /** @description A tax registration. */
        TaxRegistrationAt: {
            /**
             * @description Which.
             * @example taxreg_1042
             */
            id: string;
        };
        /** @description A new tax registration. */
        TaxRegistrationInput: {
            /**
             * @description Where.
             * @example IN
             */
            country: string;
            /** @description GSTIN (its form and check character are verified), VAT number. */
            number: string;
            /**
             * @description In which state; for a GSTIN it is read from the number.
             * @default
             */
            region?: string;
            /** @description On what terms. */
            scheme: components["schemas"]["TaxScheme"];
            /**
             * Format: date-time
             * @description From when; now when absent.
             * @default null
             */
            valid_from?: string | null;
            /**
             * Format: date-time
             * @description Until when, exclusive.
             * @default null
             */
            valid_until?: string | null;
        };
        /** @description Where and how tax is rounded. */
        TaxRounding: {
            /** @description Which way a fraction of a minor unit goes. */
            mode: components["schemas"]["RoundMode"];
            /** @description Over what the amount is rounded once. */
            unit: components["schemas"]["TaxUnit"];
        };
        /** @description How a seller is registered. */
        TaxScheme: "regular" | "composition" | "unregistered";
        /** @description Over what a tax amount is rounded once. */
        TaxUnit: "line" | "rate_group" | "document";
        /** @description A template: the shop's own, or the one that Infrasell brings. */
        Template: {
            /** @description The HTML. */
            html: string;
            /** @description What it is for. */
            kind: components["schemas"]["NotificationKind"];
            /**
             * @description In which language.
             * @example en-IN
             */
            locale: string;
            /** @description Whether it is the shop's own. */
            overridden: boolean;
            /** @description The subject, a single line. */
            subject: string;
            /** @description The plain text. */
            text: string;
            /**
             * Format: date-time
             * @description When the shop's own was written.
             */
            updated_at?: string | null;
            /** @description Who wrote the shop's own. */
            updated_by?: string | null;
        };
        /** @description What a template consists of. */
        TemplateInput: {
            /** @description The HTML; what is put in is escaped. */
            html: string;
            /** @description The subject, a single line. */
            subject: string;
            /** @description The plain text. */
            text: string;
        };
        /** @description Where a test goes. */
        TestTo: {
            /** @description An e-mail address. */
            to: string;
        };
        /** @description Something that happened to an order. */
        TimelineEntry: {
            /** @description Who. */
            actor: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * @description Its id.
             * @example tle_1042
             */
            id: string;
            /** @description What: `placed`, `captured`, `fulfilled`, `note`. */
            kind: string;
            /** @description In words. */
            text: string;
        };
        /** @description A cart, checkout or order by what the buyer holds. */
        TokenAt: {
            /** @description Which. */
            token: string;
        };
        /** @description An access token and what gets the next one. */
        TokenPair: {
            /** @description A JWT signed with EdDSA, for `Authorization: Bearer …`. */
            access_token: string;
            /**
             * Format: int64
             * @description How long the access token works, seconds.
             */
            expires_in_s: number;
            /**
             * Format: date-time
             * @description When the refresh token ends unless it is used before.
             */
            refresh_expires_at: string;
            /** @description Gets the next pair, once. Used a second time it ends the session, because somebody else must have it. */
            refresh_token: string;
            /** @description `Bearer`. */
            token_type: string;
        };
        /** @description The sums of a quote, minor units. */
        Totals: {
            /**
             * Format: int64
             * @description Adjustments of goods and shipping; negative is a discount.
             */
            discount_minor: number;
            /**
             * Format: int64
             * @description Fees.
             */
            fee_minor: number;
            /**
             * Format: int64
             * @description The rounding of the document.
             */
            rounding_minor: number;
            /**
             * Format: int64
             * @description Shipping as listed.
             */
            shipping_minor: number;
            /**
             * Format: int64
             * @description Goods as listed.
             */
            subtotal_minor: number;
            /**
             * Format: int64
             * @description All taxes, whether on top of the prices or inside them.
             */
            tax_minor: number;
            /**
             * Format: int64
             * @description What the buyer pays.
             */
            total_minor: number;
        };
        /** @description How to follow a parcel. */
        Tracking: {
            /**
             * @description Who carries it.
             * @default
             */
            carrier?: string;
            /**
             * @description The carrier's number for it.
             * @default
             */
            number?: string;
            /**
             * @description Where it can be seen; http or https.
             * @default
             */
            url?: string;
        };
        /** @description Stock on its way between two locations. */
        Transfer: {
            /**
             * Format: date-time
             * @description When it arrived or went back.
             */
            closed_at?: string | null;
            /**
             * Format: date-time
             * @description When it left.
             */
            created_at: string;
            /**
             * @description Where it left.
             * @example loc_1042
             */
            from: string;
            /**
             * @description Its id.
             * @example trf_1042
             */
            id: string;
            /** @description What. */
            lines: components["schemas"]["TransferLine"][];
            /** @description A note. */
            note: string;
            /** @description Where it stands. */
            state: components["schemas"]["TransferState"];
            /**
             * @description Where it goes.
             * @example loc_1042
             */
            to: string;
        };
        /** @description A transfer. */
        TransferAt: {
            /**
             * @description Which.
             * @example trf_1042
             */
            id: string;
        };
        /** @description What a list of transfers is narrowed to. */
        TransferFilter: {
            /** @description Only those in this state. */
            state?: components["schemas"]["TransferState"] | null;
        };
        /** @description One line of a transfer. */
        TransferLine: {
            /** @description How many. */
            quantity: number;
            /**
             * @description What.
             * @example var_1042
             */
            variant: string;
        };
        /** @description Where a transfer stands. */
        TransferState: "in_transit" | "received" | "cancelled";
        /** @description The texts of something in another language; what is absent stays as it was written. */
        Translation: {
            /** @description The title. */
            title?: string | null;
            /** @description The body, HTML. */
            body_html?: string | null;
            /** @description An article's excerpt, HTML. */
            excerpt_html?: string | null;
            /** @description What search engines show. */
            seo?: components["schemas"]["Seo"] | null;
        };
        /** @description What was typed so far. */
        Typed: {
            /** @description The channel, by code; `web` when absent. */
            channel?: string | null;
            /**
             * Format: uint32
             * @description So many of each kind, 1 to 10; 5 when absent.
             */
            limit?: number | null;
            /** @description The words; the last may be the beginning of one. At most 255 characters. */
            q: string;
            /**
             * @description What becomes of products that cannot be bought now.
             * @default show
             */
            unavailable?: components["schemas"]["Unavailable"];
        };
        /** @description What becomes of products that cannot be bought now. */
        Unavailable: "show" | "hide" | "last";
        /** @description What a list of categories is narrowed to. */
        Under: {
            /**
             * @description Only those right under this one.
             * @example cat_1042
             */
            parent?: string | null;
        };
        /** @description What a list of categories is narrowed to. */
        Under2: {
            /**
             * @description Only those right under this one.
             * @example cat_1042
             */
            parent?: string | null;
        };
        /** @description Makes or changes many products, all or nothing. */
        UpsertProducts: {
            /**
             * @description Check only.
             * @default false
             */
            dry_run?: boolean;
            /** @description At most 1,000; each is found by its handle, which must be given. */
            products: components["schemas"]["ProductInput"][];
        };
        /** @description What became of one product of a bulk write. */
        Upserted: {
            /** @description Its handle. */
            handle: string;
            /**
             * @description Which; the id that it would get, in a dry run of a new one.
             * @example prod_1042
             */
            id: string;
            /** @description What was done. */
            outcome: components["schemas"]["Outcome"];
            /** @description Its variants' ids, in the order of the input. */
            variants: string[];
        };
        /** @description A token from a mail. */
        UseMailToken: {
            /** @description What the link carried. */
            token: string;
        };
        /** @description A sellable variant. */
        Variant: {
            /** @description `M / Blue`; empty when the product has no options. */
            title: string;
            /** @description EAN, UPC, ISBN or any other; may be empty. */
            barcode: string;
            /**
             * @description Where it was made.
             * @example IN
             */
            country_of_origin?: string | null;
            /** @description HSN; may be empty. */
            hsn_code: string;
            /**
             * @description Its id.
             * @example var_1042
             */
            id: string;
            /** @description Its own picture. */
            image_url?: string | null;
            /** @description One value an option, in the options' order. */
            option_values: string[];
            /** @description Whether it is sent. */
            requires_shipping: boolean;
            /** @description Stock-keeping unit; may be empty. */
            sku: string;
            /** @description Whether tax is charged. */
            taxable: boolean;
            /**
             * Format: int64
             * @description Grams.
             */
            weight_grams: number;
        };
        /** @description A variant. */
        VariantAt: {
            /**
             * @description Which.
             * @example var_1042
             */
            id: string;
        };
        /** @description What a variant says of itself. */
        VariantInput: {
            /**
             * @description EAN, UPC, ISBN or any other.
             * @default
             */
            barcode?: string;
            /**
             * @description Where it was made.
             * @default null
             * @example IN
             */
            country_of_origin?: string | null;
            /**
             * @description 2, 4, 6 or 8 digits (Harmonised System of Nomenclature).
             * @default
             */
            hsn_code?: string;
            /**
             * @description Which variant this is, in an update; matched by option values when absent.
             * @default null
             * @example var_1042
             */
            id?: string | null;
            /**
             * @description Its own picture: the address of one of the product's.
             * @default null
             */
            image_url?: string | null;
            /**
             * @description One value an option, in the options' order.
             * @default []
             */
            option_values?: string[];
            /**
             * @description Whether it is sent; no for digital goods. Yes when absent.
             * @default true
             */
            requires_shipping?: boolean;
            /**
             * @description Stock-keeping unit; unique in the shop when not empty.
             * @default
             */
            sku?: string;
            /**
             * @description Whether tax is charged. Yes when absent.
             * @default true
             */
            taxable?: boolean;
            /**
             * Format: int64
             * @description Grams, 0 to 1,000,000,000.
             * @default 0
             */
            weight_grams?: number;
        };
        /** @description Checks the whole trail. */
        VerifyAudit: {
            /**
             * @description An end that was noted elsewhere: whoever can rewrite the whole trail cannot rewrite that.
             * @default null
             */
            anchor?: components["schemas"]["AuditAnchor"] | null;
        };
        /** @description The version of the interface that a client names; there is one, whatever it says. */
        VersionAt: {
            /** @description Any: `2026-04`, `unstable`. */
            version: string;
        };
        /** @description A webhook. */
        Webhook: {
            /** @description A note for people. */
            description: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last told something.
             */
            delivered_at?: string | null;
            /**
             * Format: date-time
             * @description Since when it only fails.
             */
            failing_since?: string | null;
            /**
             * Format: int64
             * @description Tries that failed since the last that did not.
             */
            failures: number;
            /**
             * @description Its id.
             * @example whk_1042
             */
            id: string;
            /** @description Why the last try failed; absent when it did not. */
            last_error?: string | null;
            /**
             * Format: int64
             * @description Messages that were not written down because too many waited.
             */
            missed: number;
            /**
             * Format: date-time
             * @description Until when the secret before signs, too.
             */
            old_secret_until?: string | null;
            /** @description Why it is paused. */
            paused_because?: components["schemas"]["WebhookPause"] | null;
            /**
             * Format: int64
             * @description Which secret signs, from 1; raised by each rotation.
             */
            secret_version: number;
            /** @description Whether it is told anything. */
            status: components["schemas"]["WebhookStatus"];
            /** @description What it is told of. */
            topics: components["schemas"]["WebhookTopic"][];
            /**
             * Format: date-time
             * @description When staff last changed it.
             */
            updated_at: string;
            /** @description Where it is told; what stands behind the question mark is masked. */
            url: string;
            /**
             * Format: int64
             * @description Raised by each change that staff make.
             */
            version: number;
        };
        /** @description A webhook. */
        WebhookAt: {
            /**
             * @description Which.
             * @example whk_1042
             */
            id: string;
        };
        /** @description One try. */
        WebhookAttempt: {
            /**
             * Format: date-time
             * @description When it began.
             */
            begun_at: string;
            /** @description Why it failed. */
            detail: string;
            /**
             * Format: date-time
             * @description When it ended.
             */
            ended_at?: string | null;
            /**
             * Format: int64
             * @description Which try, from 1.
             */
            number: number;
            /** @description How it ended. */
            outcome: components["schemas"]["WebhookOutcome"];
            /**
             * Format: int64
             * @description The status of the answer.
             */
            status?: number | null;
        };
        /** @description A message to a webhook. */
        WebhookDelivery: {
            /**
             * Format: int64
             * @description How often it was tried.
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was taken.
             */
            delivered_at?: string | null;
            /** @description What it is about: `prod_7`. */
            entity: string;
            /**
             * @description Its id, the same at every try: by it a receiver tells a repeat.
             * @example whd_1042
             */
            id: string;
            /** @description Why the last try failed. */
            last_error?: string | null;
            /**
             * Format: int64
             * @description The status of the last answer.
             */
            last_status?: number | null;
            /**
             * Format: date-time
             * @description When it is tried next, while it waits.
             */
            next_attempt_at?: string | null;
            /** @description Where it stands. */
            state: components["schemas"]["WebhookDeliveryState"];
            /** @description What of. */
            topic: components["schemas"]["WebhookTopic"];
            /**
             * Format: date-time
             * @description When what it tells of happened.
             */
            triggered_at: string;
            /**
             * @description To which webhook.
             * @example whk_1042
             */
            webhook: string;
        };
        /** @description A message to a webhook. */
        WebhookDeliveryAt: {
            /**
             * @description Which.
             * @example whd_1042
             */
            id: string;
        };
        /** @description A message with every try. */
        WebhookDeliveryDetail: {
            /**
             * Format: int64
             * @description How often it was tried.
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was taken.
             */
            delivered_at?: string | null;
            /** @description What it is about: `prod_7`. */
            entity: string;
            /**
             * @description Its id, the same at every try: by it a receiver tells a repeat.
             * @example whd_1042
             */
            id: string;
            /** @description Why the last try failed. */
            last_error?: string | null;
            /**
             * Format: int64
             * @description The status of the last answer.
             */
            last_status?: number | null;
            /**
             * Format: date-time
             * @description When it is tried next, while it waits.
             */
            next_attempt_at?: string | null;
            /** @description Where it stands. */
            state: components["schemas"]["WebhookDeliveryState"];
            /** @description What of. */
            topic: components["schemas"]["WebhookTopic"];
            /** @description Every try, oldest first; the last 100. */
            tries: components["schemas"]["WebhookAttempt"][];
            /**
             * Format: date-time
             * @description When what it tells of happened.
             */
            triggered_at: string;
            /**
             * @description To which webhook.
             * @example whk_1042
             */
            webhook: string;
        };
        /** @description What a list of messages is narrowed to. */
        WebhookDeliveryFilter: {
            /**
             * @description Only about this: `prod_7`.
             * @default null
             */
            entity?: string | null;
            /**
             * @description Only those in this state.
             * @default null
             */
            state?: components["schemas"]["WebhookDeliveryState"] | null;
            /**
             * @description Only of this topic.
             * @default null
             */
            topic?: components["schemas"]["WebhookTopic"] | null;
            /**
             * @description Only to this webhook.
             * @default null
             * @example whk_1042
             */
            webhook?: string | null;
        };
        /** @description Where a message stands. */
        WebhookDeliveryState: "waiting" | "delivered" | "dead" | "dropped";
        /** @description A new webhook. */
        WebhookInput: {
            /**
             * @description A note for people.
             * @default
             */
            description?: string;
            /** @description What it is told of. */
            topics: components["schemas"]["WebhookTopic"][];
            /** @description Where it is told: `https://…`; a query is kept as given, and sealed. */
            url: string;
        };
        /** @description How one try ended. */
        WebhookOutcome: "sending" | "delivered" | "failed" | "refused" | "unsent" | "unknown";
        /** @description What changes of a webhook. */
        WebhookPatch: {
            /**
             * @description A note for people.
             * @default null
             */
            description?: string | null;
            /**
             * @description `active` begins anew after a pause: its failures are forgotten, and what waits is told.
             * @default null
             */
            status?: components["schemas"]["WebhookStatus"] | null;
            /**
             * @description What it is told of.
             * @default null
             */
            topics?: components["schemas"]["WebhookTopic"][] | null;
            /**
             * @description Where it is told.
             * @default null
             */
            url?: string | null;
        };
        /** @description Why a webhook is paused. */
        WebhookPause: "staff" | "failing" | "secret_lost";
        /** @description Whether a webhook is told anything. */
        WebhookStatus: "active" | "paused";
        /** @description What a webhook is told of. */
        WebhookTopic: "products/create" | "products/update" | "products/delete" | "collections/create" | "collections/update" | "collections/delete" | "orders/create" | "orders/updated" | "orders/cancelled" | "orders/fulfilled";
        /** @description A webhook with its secret, which is shown this once. */
        WebhookWithSecret: {
            /** @description The key of the signatures: HMAC-SHA256 over the body, under these characters. */
            secret: string;
            /** @description The webhook. */
            webhook: components["schemas"]["Webhook"];
        };
        /** @description What is exported. */
        What: {
            /** @description What the file is of. */
            kind: components["schemas"]["ExportKind"];
        };
        /** @description Which cart. */
        Which: {
            /** @description The channel, by code; `web` when absent. */
            channel?: string | null;
            /**
             * @description Where it would go, for tax; the shop's own place when absent.
             * @example IN
             */
            country?: string | null;
        };
    };
    responses: {
        /** @description The caller has it already */
        NotModified: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request cannot be read */
        Malformed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Nobody is signed in, or the key, session or password is not one of ours */
        Unauthenticated: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The payment was declined */
        PaymentRequired: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller may not do this */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing, or not for this caller */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The state of things does not allow it, or a request under this key still runs */
        Conflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It has changed since it was read */
        Stale: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        TooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is of another kind than this takes */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was read, and a field is wrong; every one is named */
        Invalid: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests or attempts */
        TooMany: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Our fault; nothing was half done */
        Internal: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something that this needs is away; try again */
        Unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description The id under which our log has more; the one that was sent, if it was fit for a log. */
        "X-Request-Id": string;
        /** @description The version, where the thing has one: send it back as If-Match or If-None-Match. */
        ETag: string;
        /** @description When to try again, seconds. */
        "Retry-After": string;
        /** @description The session's cookie, or its end: HttpOnly, SameSite=Lax, Secure over https. */
        "Set-Cookie": string;
        /** @description How to authenticate (RFC 9110). */
        "WWW-Authenticate": string;
        /** @description Requests that may be made at once. */
        "RateLimit-Limit": string;
        /** @description How many of them are left. */
        "RateLimit-Remaining": string;
        /** @description Until all are there again, seconds. */
        "RateLimit-Reset": string;
        /** @description The file's name. */
        "Content-Disposition": string;
        /** @description The limit and its window, as `1200;w=60`. */
        "RateLimit-Policy": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_store_shop: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreShop"];
                };
            };
            304: components["responses"]["NotModified"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_products: {
        parameters: {
            query?: {
                /** @description Only those in this category or below it. */
                category?: string | null;
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description Only those in this collection, by id or handle. */
                collection?: string | null;
                /** @description Which way. */
                direction?: components["schemas"]["Direction"];
                /** @description Whether to say what else could be picked, with counts. */
                facets?: boolean;
                /** @description What is picked, as a JSON list of the `test`s that facets show: those of one kind are alternatives. */
                filters?: string | null;
                /** @description Only those that can be bought now, or cannot. */
                in_stock?: boolean | null;
                /** @description Only those that cost at most this, minor units. */
                max_price_minor?: number | null;
                /** @description Only those that cost at least this, minor units. */
                min_price_minor?: number | null;
                /** @description Only those of this type. */
                product_type?: string | null;
                /**
                 * @description Only those, in the search language: `tag:summer (vendor:"Loom" OR title:lin*) -variants.price:>2000`. Fields:
                 *      title, handle, vendor, product_type, tag, tag_not, sku, barcode, id, category_id, available_for_sale, created_at,
                 *      updated_at, variants.price; a word without a field is looked for in the text. Other fields narrow nothing.
                 */
                query?: string | null;
                /** @description Only those that contain every word of this in title, vendor, handle, SKU or barcode. */
                search?: string | null;
                /** @description In what order. */
                sort?: components["schemas"]["ProductSort"];
                /** @description Only those with this tag. */
                tag?: string | null;
                /** @description Only those by this maker. */
                vendor?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreProducts"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_products_by_product: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                product: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreProduct"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_collections: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Collection"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_collections_by_collection: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                collection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_categories: {
        parameters: {
            query?: {
                /** @description Only those right under this one. */
                parent?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Category"];
                };
            };
            304: components["responses"]["NotModified"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_pages: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_ContentPage"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_pages_by_page: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                page: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentPage"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_blogs: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Blog"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_blogs_by_blog: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                blog: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Blog"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_blogs_by_blog_articles: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
                /** @description Only those with this tag. */
                tag?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                blog: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Article"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_blogs_by_blog_articles_by_article: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                article: string;
                /** @description Which. */
                blog: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_menus_by_menu: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                menu: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Menu"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_redirects: {
        parameters: {
            query: {
                /** @description The path: `/old-page`. */
                path: string;
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreRedirect"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_policies: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"][];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_policies_by_policy: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                policy: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_metaobjects_by_metaobject_type: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                metaobject_type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Metaobject"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_metaobjects_by_metaobject_type_by_metaobject: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description The language; where there is no translation it is as it was written. */
                locale?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                metaobject: string;
                /** @description Which. */
                metaobject_type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metaobject"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_carts: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCart"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_carts_by_token: {
        parameters: {
            query?: {
                /** @description For tax; the shop's own place when absent. */
                country?: string | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_store_carts_by_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_store_carts_by_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CartPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_carts_by_token_lines: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLines"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_store_carts_by_token_lines: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedLines"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_store_carts_by_token_lines_by_line: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                line: string;
                /** @description Which. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_checkouts: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCheckout"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkout"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_checkouts_by_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkout"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_store_checkouts_by_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Details"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkout"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_checkouts_by_token_complete: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteInput"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkout"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            402: components["responses"]["PaymentRequired"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_checkouts_by_token_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkout"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_orders_by_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_hooks_payments_by_provider: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_customers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Register"];
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            400: components["responses"]["Malformed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_customers_me: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_store_customers_me: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_customers_me_addresses: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Address"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_customers_me_addresses: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddressInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Address"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_customers_me_addresses_by_address: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                address: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Address"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_store_customers_me_addresses_by_address: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                address: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_store_customers_me_addresses_by_address: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                address: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddressPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Address"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_customers_me_consents: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_ConsentEntry"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_customers_me_consents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Said"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consent"][];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_customers_me_orders: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Order"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_customers_me_orders_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_customers_me_cart: {
        parameters: {
            query?: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description Where it would go, for tax; the shop's own place when absent. */
                country?: string | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_customers_me_cart: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Gathered"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cart"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_search: {
        parameters: {
            query: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description Which way. */
                direction?: components["schemas"]["Direction"];
                /** @description Whether to say what else could be picked, with counts. */
                facets?: boolean;
                /** @description What is picked, as a JSON list of the `test`s that facets show: those of one kind are alternatives. */
                filters?: string | null;
                /** @description The words; the last may be the beginning of one. At most 255 characters. */
                q: string;
                /** @description In what order. */
                sort?: components["schemas"]["SearchSort"];
                /** @description What becomes of products that cannot be bought now. */
                unavailable?: components["schemas"]["Unavailable"];
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreSearch"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_search_suggest: {
        parameters: {
            query: {
                /** @description The channel, by code; `web` when absent. */
                channel?: string | null;
                /** @description So many of each kind, 1 to 10; 5 when absent. */
                limit?: number | null;
                /** @description The words; the last may be the beginning of one. At most 255 characters. */
                q: string;
                /** @description What becomes of products that cannot be bought now. */
                unavailable?: components["schemas"]["Unavailable"];
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreSuggestions"];
                };
            };
            304: components["responses"]["NotModified"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Present"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewSession"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_store_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_session_refresh: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPair"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_store_customers_me_sessions: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_SessionInfo"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_store_customers_me_sessions_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_customers_me_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_customers_me_email: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEmail"];
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advice"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_account_verify: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UseMailToken"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_account_verification: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailTo"];
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advice"];
                };
            };
            400: components["responses"]["Malformed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_account_password_reset: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailTo"];
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advice"];
                };
            };
            400: components["responses"]["Malformed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_store_account_password_reset_complete: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPassword"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get_.well_known_jwks.json": {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jwks"];
                };
            };
            304: components["responses"]["NotModified"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get_api_by_version_graphql.json": {
        parameters: {
            query?: {
                /** @description As JSON: `{"persistedQuery": {"version": 1, "sha256Hash": "…"}}`. */
                extensions?: string | null;
                /** @description Which of its operations. */
                operationName?: string | null;
                /** @description The document, of queries only. */
                query?: string | null;
                /** @description The variables, as JSON. */
                variables?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Any: `2026-04`, `unstable`. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found or done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description The request cannot be read */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            /** @description Something that this needs is away; try again */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post_api_by_version_graphql.json": {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Any: `2026-04`, `unstable`. */
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Asked"];
            };
        };
        responses: {
            /** @description What was found or done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            /** @description Something that this needs is away; try again */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_by_version_graphql: {
        parameters: {
            query?: {
                /** @description As JSON: `{"persistedQuery": {"version": 1, "sha256Hash": "…"}}`. */
                extensions?: string | null;
                /** @description Which of its operations. */
                operationName?: string | null;
                /** @description The document, of queries only. */
                query?: string | null;
                /** @description The variables, as JSON. */
                variables?: string | null;
            };
            header?: {
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Any: `2026-04`, `unstable`. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found or done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                };
            };
            304: components["responses"]["NotModified"];
            /** @description The request cannot be read */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            /** @description Something that this needs is away; try again */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_api_by_version_graphql: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Any: `2026-04`, `unstable`. */
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Asked"];
            };
        };
        responses: {
            /** @description What was found or done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                };
            };
            /** @description The request cannot be read */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            /** @description Something that this needs is away; try again */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_admin_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody2"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewSession2"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_me: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me2"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_me_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_me_sessions: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_SessionInfo"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_me_sessions_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_me_second_factor: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorSetUp"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_me_second_factor_confirm: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCode"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_me_second_factor_remove: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCode"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_me_recovery_codes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCode"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_password_reset: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailTo"];
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advice2"];
                };
            };
            400: components["responses"]["Malformed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_password_reset_complete: {
        parameters: {
            query?: never;
            header?: {
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPassword"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Malformed"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_staff_by_id_second_factor: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_staff_by_id_sessions: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_SessionInfo"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_sessions_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_signing_keys: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeys"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_signing_keys_rotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rotation"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeys"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_staff: {
        parameters: {
            query?: {
                /** @description Only those who may sign in, or may not. */
                active?: boolean | null;
                /** @description Only those with this role. */
                role?: string | null;
                /** @description Only those whose name or e-mail contains this. */
                search?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Staff"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_staff: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_staff_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_staff_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Staff"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_roles: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Role"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_roles: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_roles_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_roles_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_roles_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RolePatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_api_keys: {
        parameters: {
            query?: {
                /** @description Only those that still work, or do not. */
                live?: boolean | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_ApiKey"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_api_keys: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_api_keys_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_storefront_tokens: {
        parameters: {
            query?: {
                /** @description Only those that still work, or do not. */
                live?: boolean | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_StorefrontToken"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_storefront_tokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StorefrontTokenInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewStorefrontToken"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_storefront_tokens_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StorefrontToken"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_shop: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shop"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_shop: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShopPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shop"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_channels: {
        parameters: {
            query?: {
                /** @description Only those that are active, or are not. */
                active?: boolean | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Channel"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_channels: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_channels_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_channels_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_tax_registrations: {
        parameters: {
            query?: {
                /** @description Only those valid at this time. */
                valid_at?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_TaxRegistration"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_tax_registrations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaxRegistrationInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxRegistration"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_tax_registrations_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ending"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxRegistration"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_products: {
        parameters: {
            query?: {
                /** @description Only those in this category or below it. */
                category?: string | null;
                /** @description Only those in this collection. */
                collection?: string | null;
                /** @description Only those of which one unit can be sold in the channel, or cannot. */
                in_stock?: boolean | null;
                /** @description Only those whose lowest price in the channel is at most this, minor units. */
                max_price_minor?: number | null;
                /** @description Only those whose lowest price in the channel is at least this, minor units. */
                min_price_minor?: number | null;
                /** @description Only those on sale in this channel. */
                on_sale_in?: string | null;
                /** @description Only those of this type. */
                product_type?: string | null;
                /** @description Only those whose title, handle, vendor or a SKU or barcode contains every word of this. */
                search?: string | null;
                /** @description Only those with a variant of exactly this SKU. */
                sku?: string | null;
                /** @description Only those in this state. */
                status?: components["schemas"]["ProductStatus"] | null;
                /** @description Only those with this tag. */
                tag?: string | null;
                /** @description Only those changed at or after this time. */
                updated_since?: string | null;
                /** @description Only those by this maker. */
                vendor?: string | null;
                /** @description Which way. */
                direction?: components["schemas"]["Direction"];
                /** @description By what. */
                sort?: components["schemas"]["ProductSort"];
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Product"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_products: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_products_bulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpsertProducts"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upserted"][];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_products_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_products_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_products_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_categories: {
        parameters: {
            query?: {
                /** @description Only those right under this one. */
                parent?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Category"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_categories: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoryInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_categories_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_categories_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoryPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Category"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_metafield_definitions: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_MetafieldDefinition"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_metafield_definitions: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetafieldDefinitionInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetafieldDefinition"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_metafield_definitions_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_collections: {
        parameters: {
            query?: {
                /** @description Only those published in this channel. */
                published_in?: string | null;
                /** @description Only those whose title contains this. */
                search?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Collection"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_collections: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollectionInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_collections_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_collections_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_collections_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CollectionPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Collection"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_pages: {
        parameters: {
            query?: {
                /** @description In what direction. */
                direction?: components["schemas"]["Direction"];
                /** @description Only what contains every word of this in title or handle; a redirect in path or target. */
                search?: string | null;
                /** @description By what it is sorted. */
                sort?: components["schemas"]["ContentSort"];
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_ContentPage"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_pages: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContentPageInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentPage"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_pages_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentPage"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_pages_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_pages_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContentPagePatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContentPage"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_blogs: {
        parameters: {
            query?: {
                /** @description In what direction. */
                direction?: components["schemas"]["Direction"];
                /** @description Only what contains every word of this in title or handle; a redirect in path or target. */
                search?: string | null;
                /** @description By what it is sorted. */
                sort?: components["schemas"]["ContentSort"];
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Blog"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_blogs: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BlogInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Blog"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_blogs_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Blog"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_blogs_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_blogs_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BlogPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Blog"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_articles: {
        parameters: {
            query?: {
                /** @description Only those of this blog, by handle. */
                blog?: string | null;
                /** @description In what direction. */
                direction?: components["schemas"]["Direction"];
                /** @description Only those that contain every word of this in title or handle. */
                search?: string | null;
                /** @description By what they are sorted. */
                sort?: components["schemas"]["ContentSort"];
                /** @description Only those with this tag. */
                tag?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Article"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_articles: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_articles_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_articles_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_articles_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticlePatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_menus: {
        parameters: {
            query?: {
                /** @description In what direction. */
                direction?: components["schemas"]["Direction"];
                /** @description Only what contains every word of this in title or handle; a redirect in path or target. */
                search?: string | null;
                /** @description By what it is sorted. */
                sort?: components["schemas"]["ContentSort"];
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Menu"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_menus: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MenuInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Menu"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_menus_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Menu"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_menus_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_menus_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MenuPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Menu"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_redirects: {
        parameters: {
            query?: {
                /** @description In what direction. */
                direction?: components["schemas"]["Direction"];
                /** @description Only what contains every word of this in title or handle; a redirect in path or target. */
                search?: string | null;
                /** @description By what it is sorted. */
                sort?: components["schemas"]["ContentSort"];
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Redirect"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_redirects: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedirectInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redirect"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_redirects_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redirect"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_redirects_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_redirects_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedirectPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redirect"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_metaobject_definitions: {
        parameters: {
            query?: {
                /** @description In what direction. */
                direction?: components["schemas"]["Direction"];
                /** @description Only what contains every word of this in title or handle; a redirect in path or target. */
                search?: string | null;
                /** @description By what it is sorted. */
                sort?: components["schemas"]["ContentSort"];
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_MetaobjectDefinition"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_metaobject_definitions: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetaobjectDefinitionInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetaobjectDefinition"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_metaobject_definitions_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetaobjectDefinition"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_metaobject_definitions_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_metaobject_definitions_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetaobjectDefinitionPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetaobjectDefinition"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_metaobjects: {
        parameters: {
            query?: {
                /** @description In what direction. */
                direction?: components["schemas"]["Direction"];
                /** @description Only those that contain every word of this in title or handle. */
                search?: string | null;
                /** @description By what they are sorted. */
                sort?: components["schemas"]["ContentSort"];
                /** @description Only those of this type. */
                type?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Metaobject"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_metaobjects: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetaobjectInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metaobject"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_metaobjects_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metaobject"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_metaobjects_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_metaobjects_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MetaobjectPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metaobject"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_policies: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"][];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_policies_by_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                policy: components["schemas"]["PolicyKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_policies_by_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                policy: components["schemas"]["PolicyKind"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_price_lists: {
        parameters: {
            query?: {
                /** @description Only those of this channel. */
                channel?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_PriceList"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_price_lists: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceListInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_price_lists_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriceListPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_prices: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPrices"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PricesSet"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_variants_by_id_prices: {
        parameters: {
            query?: {
                /** @description Only those of this channel. */
                channel?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Price"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_variants_by_id_lowest_prior_price: {
        parameters: {
            query: {
                /** @description Where. */
                channel: string;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LowestPrior"][];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_tax_classes: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_TaxClass"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_tax_classes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaxClassInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxClass"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_tax_rates: {
        parameters: {
            query?: {
                /** @description Only those of this class. */
                class?: string | null;
                /** @description Only those in this country. */
                country?: string | null;
                /** @description Only those that hold at this time. */
                valid_at?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_TaxRate"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_tax_rates: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaxRateInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxRate"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_tax_rates_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ending2"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaxRate"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_shipping_methods: {
        parameters: {
            query?: {
                /** @description Only those that are offered, or are not. */
                active?: boolean | null;
                /** @description Only those of this channel. */
                channel?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_ShippingMethod"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_shipping_methods: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShippingMethodInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShippingMethod"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_shipping_methods_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShippingMethodPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShippingMethod"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_locations: {
        parameters: {
            query?: {
                /** @description Only those that are active, or are not. */
                active?: boolean | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Location"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_locations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocationInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_locations_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LocationPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Location"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_stock: {
        parameters: {
            query?: {
                /** @description Only at this location. */
                location?: string | null;
                /** @description Only of variants at or below their low-stock threshold. */
                low?: boolean | null;
                /** @description Only of this variant. */
                variant?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Level"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_stock: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetStock"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockChanged"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_stock_adjustments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdjustStock"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockChanged"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_stock_movements: {
        parameters: {
            query?: {
                /** @description Only of this kind. */
                kind?: components["schemas"]["MovementKind"] | null;
                /** @description Only at this location. */
                location?: string | null;
                /** @description Only those that belong to this. */
                reference?: string | null;
                /** @description Only of this variant. */
                variant?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Movement"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_stock_reservations: {
        parameters: {
            query?: {
                /** @description Only those for this checkout. */
                owner?: string | null;
                /** @description Only those in this state. */
                state?: components["schemas"]["ReservationState"] | null;
                /** @description Only those that hold this variant. */
                variant?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Reservation"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_transfers: {
        parameters: {
            query?: {
                /** @description Only those in this state. */
                state?: components["schemas"]["TransferState"] | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Transfer"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_transfers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTransfer"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_transfers_by_id_receive: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_transfers_by_id_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_orders: {
        parameters: {
            query?: {
                /** @description Only those of this channel. */
                channel?: string | null;
                /** @description Only those of this customer. */
                customer?: string | null;
                /** @description Only those of this e-mail address, case does not matter. */
                email?: string | null;
                /** @description Only those whose payment stands so. */
                payment_status?: components["schemas"]["PaymentStatus"] | null;
                /** @description Only those placed before this time. */
                placed_before?: string | null;
                /** @description Only those placed at or after this time. */
                placed_since?: string | null;
                /** @description Only those whose number, e-mail address or a name begins with this, case does not matter. */
                search?: string | null;
                /** @description Only those in this state. */
                state?: components["schemas"]["OrderState"] | null;
                /** @description Only those with this variant in them. */
                variant?: string | null;
                /** @description Which way; the newest or largest first when absent. */
                direction?: components["schemas"]["Direction"] | null;
                /** @description By what. */
                sort?: components["schemas"]["OrderSort"];
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Order"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_orders_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_orders_by_id_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cancellation"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_orders_by_id_complete: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_orders_by_id_fulfilments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFulfilment"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_orders_by_id_fulfilments_by_fulfilment: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                fulfilment: string;
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FulfilmentPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_orders_by_id_refunds: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRefund"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_orders_by_id_notes: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Note"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineEntry"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_orders_by_id_timeline: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_TimelineEntry"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_carts: {
        parameters: {
            query?: {
                /** @description Only those of this channel. */
                channel?: string | null;
                /** @description Only those of this customer. */
                customer?: string | null;
                /** @description Only those in this state. */
                state?: components["schemas"]["CartState"] | null;
                /** @description Only those with this variant in them. */
                variant?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_CartSummary"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_checkouts: {
        parameters: {
            query?: {
                /** @description Only those of this channel. */
                channel?: string | null;
                /** @description Only those of this e-mail address. */
                email?: string | null;
                /** @description Only those in this state. */
                state?: components["schemas"]["CheckoutState"] | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_CheckoutSummary"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_customers: {
        parameters: {
            query?: {
                /** @description Only those whose account stands so. */
                account?: components["schemas"]["AccountState"] | null;
                /** @description Only those who bought in this channel. */
                channel?: string | null;
                /** @description Only those who agree to this at present: a purpose and a medium, such as `offers:email`. */
                consent?: string | null;
                /** @description Only those who were written down before this time. */
                created_before?: string | null;
                /** @description Only those who were written down at or after this time. */
                created_since?: string | null;
                /** @description Only the one with this e-mail address, case does not matter. */
                email?: string | null;
                /** @description Only those in this group. */
                group?: string | null;
                /** @description This one alone, if the rest fits him. */
                id?: string | null;
                /** @description Only those who placed at least this many orders. */
                orders_at_least?: number | null;
                /** @description Only those with this telephone number, however it is written; of the shop's country unless it begins with `+`. */
                phone?: string | null;
                /** @description Only those whose e-mail address, a word of whose name, or whose number begins with this, case does not matter. */
                search?: string | null;
                /** @description Only those with this tag. */
                tag?: string | null;
                /** @description Which way; the newest, largest or Z first when absent. */
                direction?: components["schemas"]["Direction"] | null;
                /** @description By what. */
                sort?: components["schemas"]["CustomerSort"];
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Customer"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_customers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_customers_bulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkCustomers"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkDone"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_customers_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_customers_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_customers_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_customers_by_id_orders: {
        parameters: {
            query?: {
                /** @description Only those of this channel. */
                channel?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Order"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_customers_by_id_consents: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_ConsentEntry"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_customers_by_id_consents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Said2"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consent"][];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_customers_by_id_addresses: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Address"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_customers_by_id_addresses: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddressInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Address"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_customers_by_id_addresses_by_address: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                address: string;
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Address"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_customers_by_id_addresses_by_address: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                address: string;
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_customers_by_id_addresses_by_address: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                address: string;
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddressPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Address"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_customer_groups: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_CustomerGroup"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_customer_groups: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerGroup"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_customer_groups_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerGroup"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_customer_groups_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_customer_groups_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerGroup"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_payments: {
        parameters: {
            query?: {
                /** @description Only those agreed in this channel. */
                channel?: string | null;
                /** @description Only those made at or after this time. */
                created_since?: string | null;
                /** @description Only those in this currency. */
                currency?: string | null;
                /** @description Only by this method. */
                method?: string | null;
                /** @description Only those whose reference begins with this. */
                reference?: string | null;
                /** @description Only those in this state. */
                state?: components["schemas"]["PaymentState"] | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Payment"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_payments_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_payments_by_id_facts: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_FactView"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_payments_by_id_capture: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCapture"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_payments_by_id_void: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_payments_by_id_received: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReceipt"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_payments_by_id_release: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRelease"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_payments_by_id_sync: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_provider_operations: {
        parameters: {
            query?: {
                /** @description Only of payments that were agreed in this channel. */
                channel?: string | null;
                /** @description Only those that wait for staff, or do not. */
                needs_operator?: boolean | null;
                /** @description Only of this payment. */
                payment?: string | null;
                /** @description Only those in this state. */
                state?: components["schemas"]["OpState"] | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_ProviderOp"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_provider_operations_by_id_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderOp"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_exports: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Export"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_exports: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["What"];
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_exports_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_exports_by_id_file: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV in UTF-8 */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_imports: {
        parameters: {
            query?: {
                /** @description Only those in this state. */
                state?: components["schemas"]["ImportState"] | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Import"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_imports: {
        parameters: {
            query?: {
                /** @description Check only. */
                dry_run?: boolean;
                /** @description The file's name. */
                file_name?: string | null;
                /** @description What the file is of; products when absent. */
                kind?: components["schemas"]["ImportKind"] | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": unknown;
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_imports_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_imports_by_id_rejections: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Rejection"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_media: {
        parameters: {
            query?: {
                /** @description Only those whose file name contains every word of this. */
                search?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_MediaFile"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_media: {
        parameters: {
            query?: {
                /** @description What is to be seen on it; up to 512 characters. */
                alt?: string;
                /** @description What its file is called; its name in addresses is made of this. */
                file_name?: string;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/*": unknown;
                "multipart/form-data": unknown;
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaFile"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_media_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaFile"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_media_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_media_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MediaPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaFile"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_notifications: {
        parameters: {
            query?: {
                /** @description Only of this kind. */
                kind?: components["schemas"]["NotificationKind"] | null;
                /** @description Only about this order. */
                order?: string | null;
                /** @description Only to this address, case does not matter. */
                recipient?: string | null;
                /** @description Only those in this state. */
                state?: components["schemas"]["NotificationState"] | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Notification"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_notifications_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationDetail"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_notifications_by_id_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_mail_templates: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Template"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_mail_templates_by_kind_by_locale: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                kind: components["schemas"]["NotificationKind"];
                /** @description Which. */
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_admin_mail_templates_by_kind_by_locale: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                kind: components["schemas"]["NotificationKind"];
                /** @description Which. */
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateInput"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_mail_templates_by_kind_by_locale: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                kind: components["schemas"]["NotificationKind"];
                /** @description Which. */
                locale: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_mail_templates_by_kind_by_locale_preview: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                kind: components["schemas"]["NotificationKind"];
                /** @description Which. */
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Preview"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenderedMail"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_mail_templates_by_kind_by_locale_test: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                kind: components["schemas"]["NotificationKind"];
                /** @description Which. */
                locale: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestTo"];
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_audit: {
        parameters: {
            query?: {
                /** @description Only this action: `catalog.update_product`; with a dot at its end all of a service: `catalog.`. */
                action?: string | null;
                /** @description Only those by this member of staff or key: `staff_7`, `key_3`. */
                actor?: string | null;
                /** @description Only to this: `prod_7`. */
                object?: string | null;
                /** @description Only under this request. */
                request_id?: string | null;
                /** @description Only those at or after this time. */
                since?: string | null;
                /** @description Only those before this time. */
                until?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_AuditEntry"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_audit_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntry"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_audit_verification: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyAudit"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_webhooks: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Webhook"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_webhooks: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookInput"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_webhooks_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_webhooks_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_admin_webhooks_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description The ETag that was read; a stale one gets 412. */
                "If-Match"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookPatch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_webhooks_by_id_rotate_secret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rotation2"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["Malformed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_webhook_deliveries: {
        parameters: {
            query?: {
                /** @description Only about this: `prod_7`. */
                entity?: string | null;
                /** @description Only those in this state. */
                state?: components["schemas"]["WebhookDeliveryState"] | null;
                /** @description Only of this topic. */
                topic?: components["schemas"]["WebhookTopic"] | null;
                /** @description Only to this webhook. */
                webhook?: string | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_WebhookDelivery"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_webhook_deliveries_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryDetail"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_webhook_deliveries_by_id_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_admin_jobs: {
        parameters: {
            query?: {
                /** @description Only of this kind. */
                kind?: string | null;
                /** @description Only those in this state. */
                state?: components["schemas"]["JobState"] | null;
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description How many items, 1 to 250; 50 when absent. */
                limit?: number | null;
            };
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description An ETag that the caller has; when it is still the present one the answer is 304 without a body. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_for_Job"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_admin_jobs_by_id: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_jobs_by_id_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Which. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_admin_reconciliation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The session's token, for a write with a session cookie. */
                "x-csrf-token"?: string;
                /** @description Does the work once: the same request under the same key gets the same answer for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Limit": components["headers"]["RateLimit-Limit"];
                    "RateLimit-Remaining": components["headers"]["RateLimit-Remaining"];
                    "RateLimit-Reset": components["headers"]["RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditReport"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
}
