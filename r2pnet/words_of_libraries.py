"""What libraries say on the pages of the portal, where its own catalogues say it in their stead.

In at least one language the library's words are missing, wrong, or do not fit the names of our
tables or the words of the glossary. Nothing here is read while the portal runs: the strings are
marked, so that `make messages` keeps them in the catalogues, which Django asks first. A test finds
those that no library says any more.
"""

from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

WORDS = [
    # Django: forms and errors.
    gettext_lazy("…"),
    gettext_lazy("That page number is not an integer"),
    gettext_lazy("Enter a valid value."),
    gettext_lazy("Enter a valid domain name."),
    gettext_lazy("Enter a valid URL."),
    gettext_lazy("Enter a valid integer."),
    gettext_lazy("Enter a valid email address."),
    gettext_lazy("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    gettext_lazy(
        "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.",
    ),
    gettext_lazy("Ensure this value is %(limit_value)s (it is %(show_value)s)."),
    gettext_lazy("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_lazy("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_lazy("Ensure this value is a multiple of step size %(limit_value)s."),
    gettext_lazy(
        "Ensure this value is a multiple of step size %(limit_value)s, starting from "
        "%(offset)s, e.g. %(offset)s, %(valid_value1)s, %(valid_value2)s, and so on."
    ),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        0,
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        0,
    ),
    gettext_lazy("Enter a number."),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
        0,
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
        0,
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s digit before the decimal point.",
        "Ensure that there are no more than %(max)s digits before the decimal point.",
        0,
    ),
    gettext_lazy(
        "File extension “%(extension)s” is not allowed. Allowed extensions are: "
        "%(allowed_extensions)s."
    ),
    gettext_lazy("Null characters are not allowed."),
    gettext_lazy("%(model_name)s with this %(field_labels)s already exists."),
    gettext_lazy("Constraint “%(name)s” is violated."),
    gettext_lazy("Value %(value)r is not a valid choice."),
    gettext_lazy("This field cannot be null."),
    gettext_lazy("%(model_name)s with this %(field_label)s already exists."),
    gettext_lazy("Email address"),
    gettext_lazy("%(model)s instance with %(field)s %(value)r is not a valid choice."),
    gettext_lazy(":?.!"),
    gettext_lazy("Enter a whole number."),
    gettext_lazy("Enter a valid date."),
    gettext_lazy("Enter a valid time."),
    gettext_lazy("Enter a valid date/time."),
    gettext_lazy("Enter a valid duration."),
    gettext_lazy("No file was submitted. Check the encoding type on the form."),
    gettext_lazy("No file was submitted."),
    gettext_lazy("The submitted file is empty."),
    ngettext_lazy(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
        0,
    ),
    gettext_lazy("Please either submit a file or check the clear checkbox, not both."),
    gettext_lazy(
        "Upload a valid image. The file you uploaded was either not an image or a corrupted image."
    ),
    gettext_lazy("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_lazy("Enter a list of values."),
    gettext_lazy("Enter a complete value."),
    gettext_lazy("Enter a valid UUID."),
    gettext_lazy("Enter a valid JSON."),
    gettext_lazy(":"),
    gettext_lazy("(Hidden field %(name)s) %(error)s"),
    gettext_lazy(
        "ManagementForm data is missing or has been tampered with. Missing fields: "
        "%(field_names)s. You may need to file a bug report if the issue persists."
    ),
    ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", 0),
    ngettext_lazy(
        "Please submit at least %(num)d form.",
        "Please submit at least %(num)d forms.",
        0,
    ),
    gettext_lazy("Delete"),
    gettext_lazy("Please correct the duplicate data for %(field)s."),
    gettext_lazy("Please correct the duplicate data for %(field)s, which must be unique."),
    gettext_lazy(
        "Please correct the duplicate data for %(field_name)s which must be unique for the "
        "%(lookup)s in %(date_field)s."
    ),
    gettext_lazy("Please correct the duplicate values below."),
    gettext_lazy("The inline value did not match the parent instance."),
    gettext_lazy("Select a valid choice. That choice is not one of the available choices."),
    gettext_lazy("“%(pk)s” is not a valid value."),
    gettext_lazy(
        "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be "
        "ambiguous or it may not exist."
    ),
    gettext_lazy("Currently"),
    gettext_lazy("%s KB"),
    gettext_lazy("%s MB"),
    gettext_lazy("%s GB"),
    gettext_lazy("January"),
    gettext_lazy("February"),
    gettext_lazy("March"),
    gettext_lazy("April"),
    gettext_lazy("May"),
    gettext_lazy("June"),
    gettext_lazy("July"),
    gettext_lazy("August"),
    gettext_lazy("September"),
    gettext_lazy("October"),
    gettext_lazy("November"),
    gettext_lazy("December"),
    pgettext_lazy("abbrev. month", "Jan."),
    pgettext_lazy("abbrev. month", "Feb."),
    pgettext_lazy("abbrev. month", "March"),
    pgettext_lazy("abbrev. month", "April"),
    pgettext_lazy("abbrev. month", "May"),
    pgettext_lazy("abbrev. month", "June"),
    pgettext_lazy("abbrev. month", "July"),
    pgettext_lazy("abbrev. month", "Aug."),
    pgettext_lazy("abbrev. month", "Sept."),
    pgettext_lazy("abbrev. month", "Oct."),
    pgettext_lazy("abbrev. month", "Nov."),
    pgettext_lazy("abbrev. month", "Dec."),
    pgettext_lazy("String to return when truncating text", "%(truncated_text)s…"),
    gettext_lazy(", "),
    # Django's admin.
    gettext_lazy("Delete selected %(verbose_name_plural)s"),
    gettext_lazy("Successfully deleted %(count)d %(items)s."),
    gettext_lazy("Cannot delete %(name)s"),
    gettext_lazy("Delete multiple objects"),
    gettext_lazy("Has date"),
    gettext_lazy("Action:"),
    gettext_lazy("Add another %(verbose_name)s"),
    gettext_lazy("Addition"),
    gettext_lazy("Deletion"),
    gettext_lazy("user"),
    gettext_lazy("content type"),
    gettext_lazy("action flag"),
    gettext_lazy("change message"),
    gettext_lazy("log entry"),
    gettext_lazy("log entries"),
    gettext_lazy("Added “%(object)s”."),
    gettext_lazy("Changed “%(object)s” — %(changes)s"),
    gettext_lazy("Deleted “%(object)s.”"),
    gettext_lazy("LogEntry Object"),
    gettext_lazy("Added {name} “{object}”."),
    gettext_lazy("Added."),
    gettext_lazy("Changed {fields} for {name} “{object}”."),
    gettext_lazy("Changed {fields}."),
    gettext_lazy("Deleted {name} “{object}”."),
    gettext_lazy("Hold down “Control”, or “Command” on a Mac, to select more than one."),
    gettext_lazy("Select this object for an action - {}"),
    gettext_lazy("The {name} “{obj}” was added successfully."),
    gettext_lazy("You may edit it again below."),
    gettext_lazy("The {name} “{obj}” was added successfully. You may add another {name} below."),
    gettext_lazy("The {name} “{obj}” was changed successfully. You may edit it again below."),
    gettext_lazy("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    gettext_lazy("The {name} “{obj}” was changed successfully."),
    gettext_lazy(
        "Items must be selected in order to perform actions on them. No items have been changed."
    ),
    gettext_lazy("No action selected."),
    gettext_lazy("The %(name)s “%(obj)s” was deleted successfully."),
    gettext_lazy("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    gettext_lazy("Add %s"),
    gettext_lazy("Change %s"),
    gettext_lazy("View %s"),
    gettext_lazy("Database error"),
    ngettext_lazy(
        "%(count)s %(name)s was changed successfully.",
        "%(count)s %(name)s were changed successfully.",
        0,
    ),
    ngettext_lazy("%(total_count)s selected", "All %(total_count)s selected", 0),
    gettext_lazy("0 of %(cnt)s selected"),
    gettext_lazy("Change history: %s"),
    gettext_lazy("%(class_name)s %(instance)s"),
    gettext_lazy(
        "Deleting %(class_name)s %(instance)s would require deleting the following protected "
        "related objects: %(related_objects)s"
    ),
    gettext_lazy("Log in"),
    gettext_lazy("%(app)s administration"),
    gettext_lazy("Run the selected action"),
    gettext_lazy("Go"),
    gettext_lazy("Click here to select the objects across all pages"),
    gettext_lazy("Select all %(total_count)s %(module_name)s"),
    gettext_lazy("Clear selection"),
    gettext_lazy("Breadcrumbs"),
    gettext_lazy("Models in the %(name)s application"),
    gettext_lazy("Model name"),
    gettext_lazy("Add link"),
    gettext_lazy("Change or view list link"),
    gettext_lazy("You don’t have permission to view or edit anything."),
    gettext_lazy("After you’ve created a user, you’ll be able to edit more user options."),
    gettext_lazy("Error:"),
    gettext_lazy("Change password"),
    gettext_lazy("Set password"),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below.", 0),
    gettext_lazy("Skip to main content"),
    gettext_lazy("Welcome,"),
    gettext_lazy("View site"),
    gettext_lazy("Log out"),
    gettext_lazy("Add %(name)s"),
    gettext_lazy("History"),
    gettext_lazy("Filter"),
    gettext_lazy("Hide counts"),
    gettext_lazy("Show counts"),
    gettext_lazy("Clear all filters"),
    gettext_lazy("Remove from sorting"),
    gettext_lazy("Sorting priority: %(priority_number)s"),
    gettext_lazy("Toggle sorting"),
    gettext_lazy("Toggle theme (current theme: auto)"),
    gettext_lazy("Toggle theme (current theme: light)"),
    gettext_lazy("Toggle theme (current theme: dark)"),
    gettext_lazy(
        "Deleting the %(object_name)s '%(escaped_object)s' would result in deleting related "
        "objects, but your account doesn't have permission to delete the following types of "
        "objects:"
    ),
    gettext_lazy(
        "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the "
        "following protected related objects:"
    ),
    gettext_lazy(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of '
        "the following related items will be deleted:"
    ),
    gettext_lazy("Objects"),
    gettext_lazy("Yes, I’m sure"),
    gettext_lazy("No, take me back"),
    gettext_lazy(
        "Deleting the selected %(objects_name)s would result in deleting related objects, but "
        "your account doesn't have permission to delete the following types of objects:"
    ),
    gettext_lazy(
        "Deleting the selected %(objects_name)s would require deleting the following protected "
        "related objects:"
    ),
    gettext_lazy(
        "Are you sure you want to delete the selected %(objects_name)s? All of the following "
        "objects and their related items will be deleted:"
    ),
    gettext_lazy(" By %(filter_title)s "),
    gettext_lazy("Recent actions"),
    gettext_lazy("My actions"),
    gettext_lazy("None available"),
    gettext_lazy("Added:"),
    gettext_lazy("Changed:"),
    gettext_lazy("Deleted:"),
    gettext_lazy("Forgotten your login credentials?"),
    gettext_lazy("Toggle navigation"),
    gettext_lazy("Start typing to filter…"),
    gettext_lazy("Filter navigation items"),
    gettext_lazy("User"),
    gettext_lazy("Action"),
    gettext_lazy(
        "This object doesn’t have a change history. It probably wasn’t added via this admin site."
    ),
    gettext_lazy("Show all"),
    gettext_lazy("Popup closing…"),
    ngettext_lazy("%(counter)s result", "%(counter)s results", 0),
    gettext_lazy("%(full_result_count)s total"),
    gettext_lazy("Save as new"),
    gettext_lazy("Save and add another"),
    gettext_lazy("Save and continue editing"),
    gettext_lazy("Save and view"),
    gettext_lazy("Change selected %(model)s"),
    gettext_lazy("Add another %(model)s"),
    gettext_lazy("Delete selected %(model)s"),
    gettext_lazy("View selected %(model)s"),
    gettext_lazy("In case you’ve forgotten, you are:"),
    gettext_lazy("Select all objects on this page for an action"),
    gettext_lazy("Select %s"),
    gettext_lazy("Select %s to change"),
    gettext_lazy("Select %s to view"),
    gettext_lazy("Lookup"),
    # Django's accounts.
    gettext_lazy("Conflicting form data submitted. Please try again."),
    gettext_lazy("Password-based authentication was disabled."),
    gettext_lazy("Change password: %s"),
    gettext_lazy("Set password: %s"),
    gettext_lazy("Reset password"),
    gettext_lazy("Enter the same password as before, for verification."),
    gettext_lazy(
        "Whether the user will be able to authenticate using a password or not. If disabled, "
        "they may still be able to authenticate using other backends, such as Single Sign-On "
        "or LDAP."
    ),
    gettext_lazy("Password-based authentication"),
    gettext_lazy("Enabled"),
    gettext_lazy("Disabled"),
    gettext_lazy("Raw passwords are not stored, so there is no way to see the user’s password."),
    gettext_lazy("Enable password-based authentication for this user by setting a password."),
    gettext_lazy("superuser status"),
    gettext_lazy("user permissions"),
    gettext_lazy("email address"),
    gettext_lazy("staff status"),
    gettext_lazy("Designates whether the user can log into this admin site."),
    gettext_lazy("active"),
    gettext_lazy(
        "Designates whether this user should be treated as active. Unselect this instead of "
        "deleting accounts."
    ),
    gettext_lazy("date joined"),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        0,
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        0,
    ),
    gettext_lazy("The password is too similar to the %(verbose_name)s."),
    gettext_lazy("Your password can’t be too similar to your other personal information."),
    gettext_lazy("This password is too common."),
    gettext_lazy("Your password can’t be a commonly used password."),
    gettext_lazy("Logged out"),
    # django-allauth.
    gettext_lazy("You cannot remove your primary email address."),
    gettext_lazy("A user is already registered with this email address."),
    gettext_lazy("Invalid or expired key."),
    gettext_lazy("Invalid login."),
    gettext_lazy("The password reset token was invalid."),
    gettext_lazy("You cannot add more than %d email addresses."),
    gettext_lazy("The email address is not assigned to any user account."),
    gettext_lazy("Your primary email address must be verified."),
    gettext_lazy("Please select only one."),
    gettext_lazy("The new value must be different from the current one."),
    gettext_lazy("Be patient, you are sending too many requests."),
    gettext_lazy("Use your password"),
    gettext_lazy("Use authenticator app or code"),
    gettext_lazy("Use a security key"),
    gettext_lazy("You must type the same password each time."),
    gettext_lazy("Forgot your password?"),
    gettext_lazy("verified"),
    gettext_lazy("email addresses"),
    gettext_lazy("created"),
    gettext_lazy(
        "You cannot add an email address to an account protected by two-factor authentication.",
    ),
    gettext_lazy("You cannot deactivate two-factor authentication."),
    gettext_lazy(
        "You cannot generate recovery codes without having two-factor authentication enabled.",
    ),
    gettext_lazy(
        "You cannot activate two-factor authentication until you have verified your email address."
    ),
    gettext_lazy("Master key"),
    gettext_lazy("Backup key"),
    gettext_lazy("Key nr. {number}"),
    gettext_lazy("MFA"),
    gettext_lazy("TOTP Authenticator"),
    gettext_lazy("WebAuthn"),
    gettext_lazy("Authenticator code"),
    gettext_lazy("Passwordless"),
    gettext_lazy(
        "Enabling passwordless operation allows you to sign in using just this key, but "
        "imposes additional requirements such as biometrics or PIN protection."
    ),
    gettext_lazy("Password Reset"),
    gettext_lazy("Your email has been changed from %(from_email)s to %(to_email)s."),
    gettext_lazy(
        "You are receiving this email because you, or someone else, tried to access an account "
        "with email %(email)s. However, we do not have any record of such an account in our "
        "database."
    ),
    gettext_lazy(
        'Please confirm that <a href="mailto:%(email)s">%(email)s</a> is an email address '
        "for user %(user_display)s."
    ),
    gettext_lazy(
        "This email confirmation link expired or is invalid. Please <a "
        'href="%(email_url)s">issue a new email confirmation request</a>.'
    ),
    gettext_lazy("You cannot remove your primary email address (%(email)s)."),
    gettext_lazy("Primary email address set."),
    gettext_lazy(
        "We have sent you an email. If you have not received it please check your spam folder. "
        "Otherwise contact us if you do not receive it in a few minutes."
    ),
    gettext_lazy("You are already logged in as %(user_display)s."),
    gettext_lazy(
        "You currently do not have any email address set up. You should really add an email "
        "address so you can receive notifications, reset your password, etc."
    ),
    gettext_lazy(
        "We have sent an email to you for verification. Follow the link provided to finalize "
        "the signup process. If you do not see the verification email in your main inbox, "
        "check your spam folder. Please contact us if you do not receive the verification "
        "email within a few minutes."
    ),
    gettext_lazy(
        '<strong>Note:</strong> you can still <a href="%(email_url)s">change your email '
        "address</a>."
    ),
    gettext_lazy("Security Keys"),
    ngettext_lazy(
        "There is %(unused_count)s out of %(total_count)s recovery codes available.",
        "There are %(unused_count)s out of %(total_count)s recovery codes available.",
        0,
    ),
    gettext_lazy("This functionality requires JavaScript."),
    # django-simple-history.
    gettext_lazy("View history: %s"),
    gettext_lazy('The %(name)s "%(obj)s" was changed successfully.'),
    gettext_lazy("You may edit it again below"),
    gettext_lazy("Revert %s"),
    gettext_lazy("Created"),
    gettext_lazy("Changed"),
    gettext_lazy("Deleted"),
    gettext_lazy(
        "Choose a date from the list below to revert to a previous version of this object.",
    ),
    gettext_lazy("This object doesn't have a change history."),
    gettext_lazy("View %(verbose_name)s"),
    gettext_lazy("Revert %(verbose_name)s"),
    gettext_lazy("Press the 'Revert' button below to revert to this version of the object."),
    gettext_lazy("Press the 'Change History' button below to edit the history."),
    gettext_lazy("Object"),
    gettext_lazy("Comment"),
    gettext_lazy("Changed by"),
    gettext_lazy("Change reason"),
    gettext_lazy("Revert"),
    gettext_lazy("Change History"),
    gettext_lazy("Or press the 'Change History' button to edit the history."),
    gettext_lazy("Deleted %(type_name)s"),
    # django-import-export.
    gettext_lazy("Import finished: {} new, {} updated, {} deleted and {} skipped {}."),
    gettext_lazy(
        "%(exc_name)s encountered while trying to read file. Ensure you have chosen the "
        "correct format for the file."
    ),
    gettext_lazy(
        "No valid data to import. Ensure your file has the correct headers or data for import.",
    ),
    gettext_lazy("Export selected %(verbose_name_plural)s"),
    gettext_lazy("export failed due to IllegalCharacterError"),
    gettext_lazy("Resource"),
    gettext_lazy("Format"),
    gettext_lazy("File to import"),
    gettext_lazy("Form is not validated, call `is_valid` first"),
    gettext_lazy('Select at least 1 field for "%(resource_name)s" to export'),
    gettext_lazy(
        "The following fields are declared in 'import_id_fields' but are not present in the "
        "resource fields: %s"
    ),
    gettext_lazy(
        "The following fields are declared in 'import_id_fields' but are not present in the "
        "file headers: %s"
    ),
    gettext_lazy("call to force_str() on instance failed: %s"),
    ngettext_lazy("Export %(len)s selected item.", "Export %(len)s selected items.", 0),
    gettext_lazy("This exporter will export the following fields: "),
    gettext_lazy("Select all"),
    gettext_lazy(
        "Below is a preview of data to be imported. If you are satisfied with the results, "
        "click 'Confirm import'"
    ),
    gettext_lazy("Confirm import"),
    gettext_lazy("Line number"),
    gettext_lazy("Some rows failed to validate"),
    gettext_lazy(
        "Please correct these errors in your data where possible, then reupload it using the "
        "form above."
    ),
    gettext_lazy("Non field specific"),
    gettext_lazy("This importer will import the following fields: "),
    gettext_lazy("Value could not be parsed."),
    gettext_lazy("use_natural_foreign_keys and key_is_id cannot both be True"),
]
